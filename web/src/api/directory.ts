import { queryOptions } from '@tanstack/react-query';
import { send } from './client';
import type { Directory } from './types';

/** Names for filters and choosers. */
export const directoryQuery = queryOptions({
  queryKey: ['directory'],
  queryFn: ({ signal }) => send<Directory>('GET', '/directory', { signal }),
  staleTime: 5 * 60_000,
});
