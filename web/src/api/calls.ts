// Calls: found, looked at, brought in.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type Query, send } from './client';
import type { Call, CallRow, Page, TranscriptPage } from './types';

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

export function callQuery(callId: string) {
  return queryOptions({
    queryKey: ['call', callId],
    queryFn: ({ signal }) => send<Call>('GET', `/calls/${callId}`, { signal }),
  });
}

/** Where the sound of a recording is fetched from. */
export function audioAddress(recordingId: string): string {
  return `/api/v1/recordings/${recordingId}/audio`;
}

/** Every utterance of a recording's current transcript. */
export async function wholeTranscript(recordingId: string, signal?: AbortSignal): Promise<TranscriptPage> {
  const page = (from: number) =>
    send<TranscriptPage>('GET', `/recordings/${recordingId}/transcript`, {
      query: { from, limit: 200 },
      ...(signal && { signal }),
    });
  const whole = await page(0);
  for (let next = whole.next ?? null; next !== null;) {
    const more = await page(next);
    whole.items.push(...more.items);
    next = more.next ?? null;
  }
  return whole;
}
