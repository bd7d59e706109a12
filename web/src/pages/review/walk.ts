// The inspector's list, as the page walks along it.
import type { Assignment, Evaluation } from '../../api/types';

/** An evaluation, as far as the list knows it. */
type Listed = Pick<Evaluation, 'id' | 'assignment_id'>;

export interface Walk {
  /** Counted from 1; null when this evaluation is not on the list. */
  place: number | null;
  total: number;
  previous: Assignment | null;
  next: Assignment | null;
}

/** Where in the list this evaluation stands. Off the list, "next" is its first entry. */
export function walkOf(open: readonly Assignment[], evaluation: Listed): Walk {
  const index = open.findIndex((assignment) => isFor(assignment, evaluation));
  if (index < 0) return { place: null, total: open.length, previous: null, next: open[0] ?? null };
  return {
    place: index + 1,
    total: open.length,
    previous: open[index - 1] ?? null,
    next: open[index + 1] ?? null,
  };
}

/** What is opened after this one is finished: the next below, else the first that is left. */
export function afterThis(open: readonly Assignment[], evaluation: Listed): Assignment | null {
  const { next } = walkOf(open, evaluation);
  return next ?? open.find((assignment) => !isFor(assignment, evaluation)) ?? null;
}

/** A list that was fetched before the evaluation was begun knows it by its assignment alone. */
function isFor(assignment: Assignment, evaluation: Listed): boolean {
  return assignment.id === evaluation.assignment_id || assignment.evaluation_id === evaluation.id;
}
