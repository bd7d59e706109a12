// The watched folder of a source: how it is set, how it goes, what was seen there.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { send } from './client';
import type { Page } from './types';

export type WatchFolder = {
  path: string;
  is_recursive: boolean;
  patterns: string[];
  move_to: string | null;
  quarantine: string | null;
  quiet_ms: number;
  is_enabled: boolean;
};

export type FileState = 'taken' | 'known' | 'held' | 'applied' | 'retrying' | 'refused' | 'dismissed';

export type WatchState = {
  folder: WatchFolder | null;
  is_watched: boolean;
  scanned_at: string | null;
  trouble: string | null;
  counts: { state: FileState; code: string | null; count: number }[];
  overdue_sidecars: number;
  overdue_legs: number;
};

export type WatchedFile = {
  id: string;
  path: string | null;
  kind: 'audio' | 'sidecar' | 'table' | 'vcon';
  bytes: number;
  state: FileState;
  lies_in: 'folder' | 'done' | 'quarantine';
  call_id: string | null;
  code: string | null;
  reason: string | null;
  attempts: number;
  retry_at: string | null;
  changed_at: string;
};

const POLL_MS = 5_000;

export function watchQuery(sourceId: string) {
  return queryOptions({
    queryKey: ['sources', sourceId, 'watch-folder'],
    queryFn: ({ signal }) => send<WatchState>('GET', `/sources/${sourceId}/watch-folder`, { signal }),
    refetchInterval: POLL_MS,
  });
}

export function watchedFilesQuery(sourceId: string, state: string | undefined, cursor: string | undefined) {
  return queryOptions({
    queryKey: ['sources', sourceId, 'files', state, cursor],
    queryFn: ({ signal }) =>
      send<Page<WatchedFile>>('GET', `/sources/${sourceId}/files`, { query: { state, cursor }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: POLL_MS,
  });
}

export function putWatchFolder(sourceId: string, folder: WatchFolder): Promise<WatchState> {
  return send('PUT', `/sources/${sourceId}/watch-folder`, { body: folder });
}

/** Has one file tried again, or all that are not in, or those of them with one code. */
export function retryFiles(
  sourceId: string,
  fileId: string | null,
  code?: string,
): Promise<{ files: number }> {
  const path = fileId === null ? 'retry' : `${fileId}/retry`;
  return send('POST', `/sources/${sourceId}/files/${path}`, { query: { code } });
}

export function forgetFile(sourceId: string, fileId: string): Promise<void> {
  return send('DELETE', `/sources/${sourceId}/files/${fileId}`);
}
