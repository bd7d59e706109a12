// Clips: ranges of calls with a title, always with what is to be hidden taken out.
import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { Clip, TagUse } from './caseShapes';
import { type Query, send } from './client';
import type { Page } from './types';

export type ClipWords = { title: string; note?: string | null; tags: string[] };
export type NewClip = ClipWords & { recording_id: string; start_ms: number; end_ms: number };

export function callClipsQuery(call_id: string) {
  return queryOptions({
    queryKey: ['clips', 'call', call_id],
    queryFn: ({ signal }) => send<Page<Clip>>('GET', `/calls/${call_id}/clips`, { signal }),
  });
}

export function clipsQuery(query: Query) {
  return queryOptions({
    queryKey: ['clips', 'list', query],
    queryFn: ({ signal }) => send<Page<Clip>>('GET', '/clips', { query, signal }),
    placeholderData: keepPreviousData,
  });
}

export const clipTagsQuery = queryOptions({
  queryKey: ['clips', 'tags'],
  queryFn: ({ signal }) => send<{ items: TagUse[] }>('GET', '/clips/tags', { signal }),
});

export function clipQuery(id: string) {
  return queryOptions({
    queryKey: ['clips', 'one', id],
    queryFn: ({ signal }) => send<Clip>('GET', `/clips/${id}`, { signal }),
  });
}

export function makeClip(call_id: string, body: NewClip): Promise<Clip> {
  return send('POST', `/calls/${call_id}/clips`, { body });
}

export function changeClip({ id, ...body }: ClipWords & { id: string }): Promise<Clip> {
  return send('PUT', `/clips/${id}`, { body });
}

export function deleteClip(id: string): Promise<void> {
  return send('DELETE', `/clips/${id}`);
}

export const clipSoundAddress = (id: string) => `/api/v1/clips/${id}/audio`;
export const clipDownloadAddress = (id: string) => `/api/v1/clips/${id}/download`;
export const clipPeaksPath = (id: string) => `/clips/${id}/peaks`;

export const clipsChanged = (queries: QueryClient) => queries.invalidateQueries({ queryKey: ['clips'] });
