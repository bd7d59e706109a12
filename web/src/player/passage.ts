// Where playing leaps: over silence, and back to the start of a loop.

export interface Span {
  start_ms: number;
  end_ms: number;
}

/** What stays of a silence on either side, so that a pause is still heard as one. */
const SILENCE_KEPT_MS = 300;

/** Where playing goes on when silence is skipped; null when `at_ms` is in none worth skipping. */
export function pastSilence(silences: readonly Span[], at_ms: number): number | null {
  const silence = silences.find(
    (span) => at_ms >= span.start_ms + SILENCE_KEPT_MS && at_ms < span.end_ms - SILENCE_KEPT_MS,
  );
  return silence ? silence.end_ms - SILENCE_KEPT_MS : null;
}

/** Where a loop goes on; null while it is inside, or when the listener has left it backwards. */
export function loopedTo(loop: Span | null, at_ms: number): number | null {
  if (!loop || loop.end_ms <= loop.start_ms) return null;
  return at_ms >= loop.end_ms ? loop.start_ms : null;
}

export const SPEED_LEAST = 0.5;
export const SPEED_MOST = 3;
const SPEED_STEP = 0.25;

/** The speed a step away, kept between the slowest and the fastest. */
export function spedBy(speed: number, steps: 1 | -1): number {
  return nearestSpeed(speed + steps * SPEED_STEP);
}

/** A speed that is offered, whatever was stored. */
export function nearestSpeed(speed: number): number {
  if (!Number.isFinite(speed)) return 1;
  const stepped = Math.round(speed / SPEED_STEP) * SPEED_STEP;
  return Math.min(Math.max(stepped, SPEED_LEAST), SPEED_MOST);
}

/** The range between two marks, in order; a lone mark and `at_ms` make a range too. */
export function markedRange(in_ms: number | null, out_ms: number | null): Span | null {
  if (in_ms === null || out_ms === null) return null;
  return { start_ms: Math.min(in_ms, out_ms), end_ms: Math.max(in_ms, out_ms) };
}
