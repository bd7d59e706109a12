// Places in a text: turns, counted from 1. They stand where a call has milliseconds.
import type { Evidence, Note } from '../api/types';
import type { Span } from '../player/passage';

/** Turns of a text; one where both are the same. */
export interface Turns {
  first: number;
  last: number;
}

/** Where something is: in a call, or in a text. */
export type Spot = Span | Turns;

export function isTurns(spot: Spot): spot is Turns {
  return 'first' in spot;
}

/** `3`, or `3–5`. */
export function turnsWords({ first, last }: Turns): string {
  return first === last ? String(first) : `${first}–${last}`;
}

/** Where a note is pinned; null where it is about the whole. */
export function spotOf(note: Note): Spot | null {
  const first = note.first_turn ?? null;
  if (first !== null) return { first, last: Math.max(note.last_turn ?? first, first) };
  if (note.start_ms === null) return null;
  return { start_ms: note.start_ms, end_ms: Math.max(note.end_ms ?? note.start_ms, note.start_ms) };
}

/** Where evidence is; null where it names no place that could be gone to. */
export function spotOfEvidence(evidence: Evidence): Spot | null {
  if (evidence.kind === 'turns') return { first: evidence.first, last: evidence.last };
  if (evidence.kind === 'range') return { start_ms: evidence.start_ms, end_ms: evidence.end_ms };
  return null;
}

/** By what places are put in order: within one call, or within one text. */
export function orderOf(spot: Spot | null): [number, number] {
  if (spot === null) return [Number.POSITIVE_INFINITY, 0];
  return isTurns(spot) ? [spot.first, spot.last] : [spot.start_ms, spot.end_ms];
}

export function bySpot(one: Spot | null, other: Spot | null): number {
  const [a, b] = [orderOf(one), orderOf(other)];
  if (a[0] === b[0]) return a[1] - b[1];
  return a[0] < b[0] ? -1 : 1;
}

export function turnId(number: number): string {
  return `turn-${number}`;
}

/** Brings a turn into sight and the cursor to it: of the text that lies on top, where one is shown twice. */
export function showTurn(number: number): void {
  const turn = [...document.querySelectorAll<HTMLElement>(`[id="${turnId(number)}"]`)].at(-1);
  turn?.scrollIntoView({ block: 'center' });
  turn?.focus({ preventScroll: true });
}
