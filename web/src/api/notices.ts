import { queryOptions } from '@tanstack/react-query';
import { send } from './client';
import type { Notice } from './types';

/** What waits for whoever is signed in: asked again every minute and when the window is looked at. */
export const noticesQuery = queryOptions({
  queryKey: ['notices'],
  queryFn: ({ signal }) => send<{ items: Notice[] }>('GET', '/notices', { signal }),
  refetchInterval: 60_000,
  refetchOnWindowFocus: true,
  staleTime: 10_000,
  retry: false,
});
