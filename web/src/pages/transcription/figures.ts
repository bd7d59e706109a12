// Lengths and speeds as people say them.

const HOUR_MS = 3_600_000;

/** Hours with one digit behind the point; what is less than a tenth of an hour is 0.1, unless it is nothing. */
export function hours(ms: number): string {
  if (ms <= 0) return '0';
  return Math.max(ms / HOUR_MS, 0.1).toFixed(1);
}

/** How many times faster than it plays; null where nothing was transcribed. */
export function timesRealTime(done: { audio_ms: number; spent_ms: number }): string | null {
  if (done.spent_ms <= 0 || done.audio_ms <= 0) return null;
  const times = done.audio_ms / done.spent_ms;
  return times < 10 ? times.toFixed(1) : String(Math.round(times));
}
