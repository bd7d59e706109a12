// What the address of the case reviews holds, and what is asked of the server for it.
import type { CaseReviewState } from '../../api/caseReviews';
import type { Query } from '../../api/client';
import { anew, askedOf, hasAny, type Search } from '../../app/search';

export const STATES: readonly CaseReviewState[] = ['planned', 'sent', 'open', 'closed'];

/** What narrows the list, in the words of the address; the server reads the same. */
const FILTERS = ['q', 'state', 'from', 'to'] as const;

export function queryOf(search: Search): Query {
  return askedOf(search, [...FILTERS, 'cursor']);
}

/** Whether something is left out of the list. */
export function isNarrowed(search: Search): boolean {
  return hasAny(search, FILTERS);
}

export { anew as narrowed };
