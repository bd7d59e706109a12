const A_DAY_MS = 24 * 60 * 60 * 1000;

/** Whole days until a moment; 0: it is today's end, or less than a day away. */
export function daysLeft(until: string, now_ms: number): number {
  return Math.max(0, Math.floor((Date.parse(until) - now_ms) / A_DAY_MS));
}
