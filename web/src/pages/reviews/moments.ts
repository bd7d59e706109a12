// Moments of a call and spans of time, as presenters type and read them.

/** `m:ss` of a number of milliseconds. */
export function clockOf(ms: number): string {
  const seconds = Math.floor(Math.abs(ms) / 1000);
  return `${String(Math.floor(seconds / 60))}:${String(seconds % 60).padStart(2, '0')}`;
}

/** The milliseconds of `m:ss`, or of seconds alone; null where it is neither. */
export function msOf(text: string): number | null {
  const found = /^(?:(\d{1,4}):)?(\d{1,5})$/.exec(text.trim().replace('：', ':'));
  if (!found) return null;
  const [, minutes, seconds = '0'] = found;
  if (minutes !== undefined && Number(seconds) > 59) return null;
  return (Number(minutes ?? 0) * 60 + Number(seconds)) * 1000;
}

/** Monday to Sunday of the week of a day (`2026-11-27`). */
export function weekOf(day: string): { from: string; to: string } {
  const date = new Date(`${day}T00:00:00Z`);
  const monday = new Date(date.getTime() - ((date.getUTCDay() + 6) % 7) * 86_400_000);
  const sunday = new Date(monday.getTime() + 6 * 86_400_000);
  return { from: monday.toISOString().slice(0, 10), to: sunday.toISOString().slice(0, 10) };
}
