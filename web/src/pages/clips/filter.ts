// What the address of the clips holds, and what is asked of the server for it.
import type { Query } from '../../api/client';
import { anew, askedOf, hasAny, type Search } from '../../app/search';

/** What narrows the list, in the words of the address; the server reads the same. */
const FILTERS = ['q', 'tag', 'call_id', 'made_by'] as const;

export function queryOf(search: Search): Query {
  return askedOf(search, [...FILTERS, 'cursor']);
}

/** Whether something is left out of the list. */
export function isNarrowed(search: Search): boolean {
  return hasAny(search, FILTERS);
}

export { anew as narrowed };
