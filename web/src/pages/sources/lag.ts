// How late recordings come, in the largest unit that says enough.

export type Lag = { unit: 'seconds' | 'minutes' | 'hours' | 'days'; count: number };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export function lagOf(ms: number): Lag {
  if (ms < 2 * MINUTE) return { unit: 'seconds', count: Math.round(ms / 1000) };
  if (ms < 2 * HOUR) return { unit: 'minutes', count: Math.round(ms / MINUTE) };
  if (ms < 2 * DAY) return { unit: 'hours', count: Math.round(ms / HOUR) };
  return { unit: 'days', count: Math.round(ms / DAY) };
}
