// The name of a filter that an assignment was drawn from: the server keeps only its query.
import type { SavedFilter } from '../../api/types';

/** The pairs of a query in one order, so that the same filter is the same text. */
function canonical(query: string): string {
  return [...new URLSearchParams(query)]
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .sort()
    .join('&');
}

/** The saved filter with this query; null where nobody saved it, or where it is gone. */
export function savedAs(query: string, filters: readonly SavedFilter[]): SavedFilter | null {
  const wanted = canonical(query);
  return filters.find((filter) => canonical(filter.query) === wanted) ?? null;
}
