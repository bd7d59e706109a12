// How much of a call was heard, in per cent, and whether a range of it was. Pure; the server reckons in
// the same way when an evaluation is released.
import type { Stretch } from '../api/listening';
import { joined, without } from './heard';
import type { Span } from './passage';

/** How far from what was heard evidence may lie: a press of a key comes a little late. */
const SLACK_MS = 1_000;

/** What lies in any of these stretches and before the call's end; sorted and apart. */
export function covered(stretches: readonly Stretch[], duration_ms: number): Stretch[] {
  return joined(stretches.map(([from, to]): Stretch => [from, Math.min(to, duration_ms)]));
}

/** In whole per cent, rounded down; null while nobody knows how long the call is. */
export function percentOf(stretches: readonly Stretch[], duration_ms: number): number | null {
  if (duration_ms <= 0) return null;
  return Math.floor((totalOf(stretches) * 100) / duration_ms);
}

/** Whether a range was heard, but for a second; a moment, whether anything within a second of it was. */
export function isHeard(spans: readonly Span[], { start_ms, end_ms }: Span): boolean {
  const heard = spans.map((span): Stretch => [span.start_ms, span.end_ms]);
  if (end_ms - start_ms <= SLACK_MS) {
    const around: Stretch = [Math.max(start_ms - SLACK_MS, 0), end_ms + SLACK_MS];
    return totalOf(without([around], heard)) < around[1] - around[0];
  }
  return totalOf(without([[start_ms, end_ms]], heard)) <= SLACK_MS;
}

function totalOf(stretches: readonly Stretch[]): number {
  return stretches.reduce((sum, [from, to]) => sum + to - from, 0);
}
