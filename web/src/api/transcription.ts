// Transcribing as work: what waits, what is at work, what ended badly, and what is done about it.
import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import { send } from './client';
import type { Named, Page, TranscriptPage } from './types';

/** A recording that waits, is at work, or ended badly. */
export type Work = {
  job_id: string;
  call_id: string;
  recording_id: string;
  audio_ms: number | null;
  is_first: boolean;
  attempt: number;
  created_at: string;
  begun_at: string | null;
  progress: number | null; // of a thousand
  finished_at: string | null;
};

export type Behind = { source: Named; recordings: number; audio_ms: number; since: string | null };
export type AtWork = { source: Named; work: Work; ends_at: string | null };
export type WaitingWork = { source: Named; work: Work };

export type Backlog = {
  is_paused: boolean;
  behind: Behind[];
  running: AtWork[];
  policies: { source: Named; transcribes: string }[];
  done: { recordings: number; audio_ms: number; spent_ms: number };
  ends_at: string | null;
};

export type EndedBadly = {
  /** The code of the reason; where an earlier server noted none, its sentence. */
  reason: string;
  message: string;
  was_stopped: boolean;
  count: number;
  last_at: string | null;
  examples: Work[];
};

/** How often a page that is looked at asks again. */
const AGAIN_MS = 5000;

export const backlogQuery = queryOptions({
  queryKey: ['transcription', 'backlog'],
  queryFn: ({ signal }) => send<Backlog>('GET', '/transcription', { signal }),
  refetchInterval: AGAIN_MS,
});

export function waitingWorkQuery(query: { source?: string | undefined; cursor?: string | undefined }) {
  return queryOptions({
    queryKey: ['transcription', 'waiting', query],
    queryFn: ({ signal }) => send<Page<WaitingWork>>('GET', '/transcription/waiting', { query, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: AGAIN_MS,
  });
}

export const endedBadlyQuery = queryOptions({
  queryKey: ['transcription', 'failures'],
  queryFn: ({ signal }) => send<{ items: EndedBadly[] }>('GET', '/transcription/failures', { signal }),
  refetchInterval: AGAIN_MS,
});

export function putFirst(job: string): Promise<undefined> {
  return send<undefined>('POST', `/transcription/jobs/${job}/first`);
}

export function stopWork(job: string): Promise<undefined> {
  return send<undefined>('POST', `/transcription/jobs/${job}/stop`);
}

export function retryWork(which: { job_id?: string; reason?: string }): Promise<{ count: number }> {
  return send<{ count: number }>('POST', '/transcription/failures/retry', { body: which });
}

export function pauseWork(paused: boolean): Promise<undefined> {
  return send<undefined>('PUT', '/transcription/pause', { body: { paused } });
}

/** Has a recording transcribed that its source's policy leaves out. */
export function askForTranscript(recording_id: string): Promise<undefined> {
  return send<undefined>('POST', `/recordings/${recording_id}/transcript`);
}

/** Has a recording transcribed once more, although there is a transcript. */
export function transcribeAgain(recording_id: string): Promise<undefined> {
  return send<undefined>('POST', `/recordings/${recording_id}/transcript`, { body: { again: true } });
}

/** How far it is with transcribing a recording once more; asked for again until it is done. `version` is the
 * transcript of before. */
export function againQuery(recording_id: string, version: string | null) {
  return queryOptions({
    queryKey: ['again', recording_id, version],
    queryFn: ({ signal }) =>
      send<TranscriptPage>('GET', `/recordings/${recording_id}/transcript`, { query: { limit: 1 }, signal }),
    refetchInterval: AGAIN_MS,
    staleTime: 0,
    gcTime: 0,
  });
}

/** New words are there: whatever is shown of a call may be otherwise. */
export function transcribedAgain(queries: QueryClient): Promise<unknown> {
  const changed = ['transcript', 'corrections', 'call', 'hits'];
  return Promise.all(changed.map((key) => queries.invalidateQueries({ queryKey: [key] })));
}

export function transcriptAskedFor(queries: QueryClient): Promise<unknown> {
  return queries.invalidateQueries({ queryKey: ['transcript'] });
}

export function workChanged(queries: QueryClient): Promise<unknown> {
  return queries.invalidateQueries({ queryKey: ['transcription'] });
}
