// What whoever is signed in was told of, and what of it they have read.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { send } from './client';
import type { Notice, Page } from './types';

const PAGE_SIZE = 20;

/** How many are unread; the notices themselves are read when the bell is opened. */
export const unreadQuery = queryOptions({
  queryKey: ['notices', 'unread'],
  queryFn: ({ signal }) =>
    send<Page<Notice>>('GET', '/notices', { query: { unread: true, limit: 1 }, signal }),
  select: (page) => page.total,
  refetchOnWindowFocus: true,
  staleTime: 10_000,
  retry: false,
});

/** All of them, the youngest first, page after page. */
export const noticesQuery = infiniteQueryOptions({
  queryKey: ['notices', 'list'],
  queryFn: ({ signal, pageParam }) =>
    send<Page<Notice>>('GET', '/notices', { query: { cursor: pageParam, limit: PAGE_SIZE }, signal }),
  initialPageParam: null as string | null,
  getNextPageParam: (last) => last.next,
  staleTime: 0,
  retry: false,
});

export function markRead(number: number): Promise<void> {
  return send('POST', `/notices/${String(number)}/read`);
}

/** Everything up to this number. */
export function markAllRead(through: number): Promise<void> {
  return send('POST', '/notices/read', { body: { through } });
}
