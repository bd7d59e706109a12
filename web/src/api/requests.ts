// What agents ask for about calls of their own: that one is scored, that somebody else listens.
import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import { send } from './client';
import type { Named, Page } from './types';

export type RequestKind = 'nomination' | 'another_listener';
export type RequestState = 'open' | 'accepted' | 'declined' | 'withdrawn';
export type CallRequest = {
  id: string;
  kind: RequestKind;
  call_id: string;
  call_started_at: string | null;
  person: Named;
  team: Named | null;
  reason: string;
  state: RequestState;
  asked_at: string;
  decided_at: string | null;
  decided_by: Named | null;
  answer: string | null;
  scored_by: Named[]; // for whoever decides
};
export type Decision = { accepts: boolean; answer: string | null; inspector_id: string | null };

export const requestsQuery = (
  view: 'mine' | 'all',
  state: RequestState | undefined,
  cursor: string | undefined,
) =>
  queryOptions({
    queryKey: ['requests', view, state, cursor],
    queryFn: ({ signal }) =>
      send<Page<CallRequest>>('GET', '/call-requests', { query: { view, state, cursor }, signal }),
    placeholderData: keepPreviousData,
  });

export function askAboutCall(callId: string, kind: RequestKind, reason: string): Promise<CallRequest> {
  return send('POST', `/calls/${callId}/requests`, { body: { kind, reason } });
}

export function decideRequest(id: string, decision: Decision): Promise<CallRequest> {
  return send('POST', `/call-requests/${id}/decision`, { body: decision });
}

export function withdrawRequest(id: string): Promise<CallRequest> {
  return send('POST', `/call-requests/${id}/withdraw`);
}

export async function requestsChanged(queries: QueryClient): Promise<void> {
  await queries.invalidateQueries({ queryKey: ['requests'] });
  await queries.invalidateQueries({ queryKey: ['waiting'] });
}
