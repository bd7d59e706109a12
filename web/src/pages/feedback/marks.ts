// Where an agent would act otherwise: kept in this window until they are done.
import type { PlayerPin } from '../../player/pins';

const ONE_MS = 1_000;

const keyOf = (id: string) => `earmark.marks.${id}`;

/** The marks with one more, in their order; pressed twice at one second is once. */
export function withMark(marks: readonly number[], at_ms: number): number[] {
  if (marks.some((one) => Math.abs(one - at_ms) < ONE_MS)) return [...marks];
  return [...marks, at_ms].sort((a, b) => a - b);
}

export function keptMarks(id: string): number[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(keyOf(id)) ?? '[]');
    return Array.isArray(kept) ? kept.filter((one): one is number => typeof one === 'number') : [];
  } catch {
    return [];
  }
}

export function keepMarks(id: string, marks: readonly number[]): void {
  try {
    if (marks.length === 0) sessionStorage.removeItem(keyOf(id));
    else sessionStorage.setItem(keyOf(id), JSON.stringify(marks));
  } catch {
    // A window that keeps nothing still listens.
  }
}

/** The marks on the timeline, under this name. */
export function markPins(marks: readonly number[], name: string): PlayerPin[] {
  return marks.map((at_ms) => ({
    id: `mark ${String(at_ms)}`,
    kind: 'own_mark',
    start_ms: at_ms,
    end_ms: at_ms,
    title: name,
  }));
}
