// The inspector's list, as the page walks along it.
import type { Assignment } from '../../api/types';

export interface Walk {
  /** Counted from 1; null when this evaluation is not on the list. */
  place: number | null;
  total: number;
  previous: Assignment | null;
  next: Assignment | null;
}

/** Where in the list this evaluation stands. Off the list, "next" is its first entry. */
export function walkOf(open: readonly Assignment[], evaluation_id: string): Walk {
  const index = open.findIndex((assignment) => assignment.evaluation_id === evaluation_id);
  if (index < 0) return { place: null, total: open.length, previous: null, next: open[0] ?? null };
  return {
    place: index + 1,
    total: open.length,
    previous: open[index - 1] ?? null,
    next: open[index + 1] ?? null,
  };
}

/** What is opened after this one is finished: the next below, else the first that is left. */
export function afterThis(open: readonly Assignment[], evaluation_id: string): Assignment | null {
  const { next } = walkOf(open, evaluation_id);
  return next ?? open.find((assignment) => assignment.evaluation_id !== evaluation_id) ?? null;
}
