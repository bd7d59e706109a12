// What the address of the clips holds, and what is asked of the server for it.
import type { Query } from '../../api/client';
import { oneOf, type Search } from '../../app/search';

/** What narrows the list, in the words of the address; the server reads the same. */
const FILTERS = ['q', 'tag', 'call_id', 'made_by'] as const;

export function queryOf(search: Search): Query {
  return Object.fromEntries([...FILTERS, 'cursor'].map((name) => [name, oneOf(search[name])]));
}

/** Whether something is left out of the list. */
export function isNarrowed(search: Search): boolean {
  return FILTERS.some((name) => oneOf(search[name]) !== undefined);
}

/** The address with one thing changed: the list begins anew. */
export function narrowed(search: Search, part: Search): Search {
  return { ...search, cursor: undefined, ...part };
}
