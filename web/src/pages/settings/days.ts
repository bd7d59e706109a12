// The days of a working calendar that are otherwise than their week says.
import type { CalendarChange, CalendarDay, WorkingCalendar } from '../../api/calendar';

/** The most days that are entered at once. */
export const RANGE_MOST = 60;

const A_DAY = 86_400_000;

/** The days from one to the other, both with it; none where they lie further apart than is entered. */
export function daysBetween(from: string, to: string): string[] {
  const [first, last] = [Date.parse(`${from}T00:00:00Z`), Date.parse(`${to}T00:00:00Z`)];
  const count = (last - first) / A_DAY + 1;
  if (!Number.isInteger(count) || count < 1 || count > RANGE_MOST) return [];
  return Array.from({ length: count }, (_, place) =>
    new Date(first + place * A_DAY).toISOString().slice(0, 10),
  );
}

/** Monday is 0. */
export function weekdayOf(date: string): number {
  return (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
}

/** The days with these in the place of whatever stood there, in their order. */
export function withDays(days: readonly CalendarDay[], more: readonly CalendarDay[]): CalendarDay[] {
  const all = new Map([...days, ...more].map((day) => [day.date, day]));
  return [...all.values()].sort((a, b) => a.date.localeCompare(b.date));
}

/** Whether a day says only what its week says already. */
export function saysNothing(day: CalendarDay, week: readonly boolean[]): boolean {
  return (week[weekdayOf(day.date)] ?? false) === day.is_working;
}

export function changeOf(calendar: WorkingCalendar): CalendarChange {
  const { edit, week, release_hours, hear_hours, days } = calendar;
  return { edit, week, release_hours, hear_hours, days };
}

export function isSame(one: CalendarChange, other: CalendarChange): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The years in which days stand, the youngest first. */
export function yearsOf(days: readonly CalendarDay[]): string[] {
  return [...new Set(days.map(({ date }) => date.slice(0, 4)))].sort().reverse();
}
