// Utterances chosen one after the other: where choosing began, and how far it went, by their places.
import type { Span } from './passage';

export interface Chosen {
  anchor: number;
  end: number;
}

/** From the first's start to the last's end; where both sides talk at once, until both are through. */
export function spanOf(lines: readonly Span[], { anchor, end }: Chosen): Span | null {
  const chosen = lines.slice(Math.min(anchor, end), Math.max(anchor, end) + 1);
  const [first] = chosen;
  if (first === undefined) return null;
  return {
    start_ms: Math.round(first.start_ms),
    end_ms: Math.round(chosen.reduce((until, one) => Math.max(until, one.end_ms), first.end_ms)),
  };
}

/** What is chosen when choosing goes on to a place: from where it began, or from what is heard. */
export function chosenTo(place: number, known: Chosen | null, current: number): Chosen {
  return { anchor: known?.anchor ?? (current < 0 ? place : current), end: place };
}

/** A step on or back; the first step chooses what is heard, and nothing else. */
export function stepped(by: 1 | -1, known: Chosen | null, current: number, count: number): Chosen | null {
  if (count === 0) return null;
  if (known === null) return chosenTo(Math.max(current, 0), null, current);
  return { ...known, end: Math.min(Math.max(known.end + by, 0), count - 1) };
}

export function isSame(one: Span | null, other: Span | null): boolean {
  return one?.start_ms === other?.start_ms && one?.end_ms === other?.end_ms;
}

/** Whether something of an utterance lies in the range. */
export function isWithin(line: Span, range: Span | null): boolean {
  return range !== null && line.start_ms < range.end_ms && line.end_ms > range.start_ms;
}
