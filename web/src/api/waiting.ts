import { queryOptions } from '@tanstack/react-query';
import { send } from './client';
import type { Waiting } from './types';

/** What waits for whoever is signed in, counted by the server: asked again when something happens, and
 * now and then, because time alone makes things overdue. */
export const waitingQuery = queryOptions({
  queryKey: ['waiting'],
  queryFn: ({ signal }) => send<{ items: Waiting[] }>('GET', '/waiting', { signal }),
  refetchInterval: 5 * 60_000,
  refetchOnWindowFocus: true,
  staleTime: 10_000,
  retry: false,
});
