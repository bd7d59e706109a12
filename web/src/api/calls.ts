// Calls: found.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type Query, send } from './client';
import type { CallRow, Page } from './types';

/** How often a list with recordings at work is asked again. */
const AT_WORK_MS = 15_000;

const isAtWork = (call: CallRow) => call.transcript === 'pending';

/** A page of calls. What is still at work is asked again by itself. */
export function callsQuery(query: Query) {
  return queryOptions({
    queryKey: ['calls', query],
    queryFn: ({ signal }) => send<Page<CallRow>>('GET', '/calls', { query, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.items.some(isAtWork) ? AT_WORK_MS : false),
  });
}
