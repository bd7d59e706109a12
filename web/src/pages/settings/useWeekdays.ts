import { useLanguage } from '../../app/preferences';

/** A Monday. */
const MONDAY = Date.UTC(2026, 10, 23);
const A_DAY = 86_400_000;

/** The names of the days of the week, from Monday on, in the reader's language. */
export function useWeekdays(): string[] {
  const format = new Intl.DateTimeFormat(useLanguage(), { weekday: 'long', timeZone: 'UTC' });
  return Array.from({ length: 7 }, (_, place) => format.format(MONDAY + place * A_DAY));
}
