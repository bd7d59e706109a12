// The filters of one's own evaluations, as they stand in the page's address.
import type { Query } from '../../api/client';
import { oneOf, type Search } from '../../app/search';
import { ANSWERED } from '../results/search';

export const STATES = ['draft', 'released', 'not_scored'] as const;
export type ListedState = (typeof STATES)[number];
export const MINE_SORTS = ['-changed_at', '-released_at', 'released_at', '-total', 'total'] as const;

export function mineState(search: Search): ListedState | undefined {
  return STATES.find((state) => state === oneOf(search.state));
}

export function mineAnswered(search: Search) {
  return ANSWERED.find((answered) => answered === oneOf(search.answered));
}

export function mineSort(search: Search): (typeof MINE_SORTS)[number] {
  return MINE_SORTS.find((sort) => sort === oneOf(search.sort)) ?? '-changed_at';
}

/** Only what should be out, or heard, by now. */
export function isOverdueOnly(search: Search): boolean {
  return oneOf(search.overdue) === 'true';
}

/** What the server is asked; only what was released can have been answered. */
export function mineQuery(search: Search): Query {
  const answered = mineAnswered(search);
  return {
    state: answered === undefined ? mineState(search) : 'released',
    answered,
    overdue: isOverdueOnly(search) ? 'true' : undefined,
    sort: mineSort(search),
    cursor: oneOf(search.cursor),
  };
}
