// Filters saved under a name.
import { queryOptions } from '@tanstack/react-query';
import { send } from './client';
import type { SavedFilter } from './types';

export type FilteredPage = SavedFilter['page'];

export function filtersQuery(page: FilteredPage) {
  return queryOptions({
    queryKey: ['filters', page],
    queryFn: ({ signal }) => send<{ items: SavedFilter[] }>('GET', '/filters', { query: { page }, signal }),
    staleTime: 60_000,
  });
}

export function saveFilter(body: {
  page: FilteredPage;
  name: string;
  query: string;
  team_id: string | null;
}): Promise<SavedFilter> {
  return send('POST', '/filters', { body });
}

export function deleteFilter(id: string): Promise<void> {
  return send('DELETE', `/filters/${id}`);
}
