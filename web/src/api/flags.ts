// Flags on calls: set, seen, taken away.
import { queryOptions } from '@tanstack/react-query';
import { send } from './client';
import type { Flag, FlagKind } from './types';

export function flagsQuery(call_id: string) {
  return queryOptions({
    queryKey: ['flags', call_id],
    queryFn: ({ signal }) => send<{ items: Flag[] }>('GET', `/calls/${call_id}/flags`, { signal }),
  });
}

export interface NewFlag {
  kind: FlagKind;
  /** Without a range, the whole call is flagged. */
  start_ms?: number;
  end_ms?: number;
  note?: string;
}

export function setFlag(call_id: string, body: NewFlag): Promise<Flag> {
  return send('POST', `/calls/${call_id}/flags`, { body });
}

export function removeFlag(call_id: string, id: string): Promise<void> {
  return send('DELETE', `/calls/${call_id}/flags/${id}`);
}
