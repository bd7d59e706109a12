// Sources: where recordings come from, how what comes is read, and how that goes.
import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import { send } from './client';
import type { Page } from './types';

export type SourceKind = 'upload' | 'watch_folder' | 'import';
export type ChannelRole = 'agent' | 'customer' | 'mixed' | 'other';
export type PatternWord =
  | 'freepbx'
  | 'vicidial'
  | 'oreka'
  | 'genesys_cloud'
  | 'amazon_connect'
  | 'post_call_analytics'
  | 'twilio'
  | 'custom';

export type SourceHour = { at: string; arrivals: number; usual: number | null };

export type SourceRow = {
  id: string;
  name: string;
  kind: SourceKind;
  time_zone: string;
  retired_at: string | null;
  last_arrival_at: string | null;
  silent_since: string | null;
  hours: SourceHour[];
  lag_ms: number | null;
  unmatched_agents: number;
  failures: number;
  waiting_sidecars: number;
  waiting_legs: number;
  waiting_since: string | null;
  refused: number; // uploads by how often, files of the folder by how many
};

export type NamingPattern = { pattern: PatternWord; tokens?: string; expression?: string };
export type FieldRule = { from?: string[]; values?: Record<string, string>; value?: string };

/** The settings of a source, the same as in a file. */
export type SourceDocument = {
  name: string;
  kind: SourceKind;
  time_zone: string;
  channels?: Record<string, ChannelRole>;
  naming?: NamingPattern;
  metadata?: Record<string, FieldRule>;
  project?: string;
  queue?: string;
  retention_days?: number;
  /** What is heard in place of card numbers and the like; silence unless it says. */
  redaction?: Redaction;
  /** `all`, `assigned_first`, `on_request`, or a share of its calls such as `20%`. */
  transcribe?: string;
  /** What is known beforehand of what is said. */
  speech?: Speech;
};

/** Languages as codes, and names that are said; what is missing is as usual. */
export type QueueSpeech = { languages?: string[]; vocabulary?: string[] };
export type ChineseScript = 'simplified' | 'traditional';
/** What runs the speech model; of those that the server was built with. */
export type SpeechEngine = 'whisper_cpp' | 'ctranslate2';
export type Speech = QueueSpeech & {
  chinese?: ChineseScript;
  engine?: SpeechEngine;
  queues?: Record<string, QueueSpeech>;
};

export type Redaction = 'silence' | 'beep' | 'off';

export type Source = { status: SourceRow; settings: SourceDocument; extensions: number };

export type Seat = { extension: string; agent: string; from: string | null; until: string | null };

export type SourceToken = {
  id: string;
  name: string;
  created_at: string;
  used_at: string | null;
  revoked_at: string | null;
};

export type Origin = 'sent' | 'mapping' | 'constant' | 'file_name' | 'extension_map' | 'default';

export type Trial = {
  name: string | null;
  fields: { field: string; value: string; origin: Origin }[];
  missing: string[];
  remarks: { field: string | null; code: string }[];
  agents: { external_id: string; is_known: boolean; person: string | null; team: string | null }[];
};

export type FailureGroup = {
  kind: 'undecodable' | 'given_up';
  reason: string;
  code: string | null;
  message: string;
  count: number;
  last_at: string;
  examples: { call_id: string; recording_id: string }[];
};

/** How often the pages of sources ask again: what comes in is looked at live. */
const LIVE_MS = 30_000;

export const sourcesQuery = queryOptions({
  queryKey: ['sources', 'list'],
  queryFn: ({ signal }) => send<{ items: SourceRow[] }>('GET', '/sources', { signal }),
  refetchInterval: LIVE_MS,
});

export function sourceQuery(id: string) {
  return queryOptions({
    queryKey: ['sources', 'one', id],
    queryFn: ({ signal }) => send<Source>('GET', `/sources/${id}`, { signal }),
    refetchInterval: LIVE_MS,
  });
}

export function tokensQuery(id: string) {
  return queryOptions({
    queryKey: ['sources', 'tokens', id],
    queryFn: ({ signal }) => send<{ items: SourceToken[] }>('GET', `/sources/${id}/tokens`, { signal }),
  });
}

export function extensionsQuery(id: string, cursor: string | undefined) {
  return queryOptions({
    queryKey: ['sources', 'extensions', id, cursor],
    queryFn: ({ signal }) =>
      send<Page<Seat>>('GET', `/sources/${id}/extensions`, { query: { cursor }, signal }),
  });
}

export function failuresQuery(id: string) {
  return queryOptions({
    queryKey: ['sources', 'failures', id],
    queryFn: ({ signal }) => send<{ items: FailureGroup[] }>('GET', `/sources/${id}/failures`, { signal }),
  });
}

/** After a change: whoever shows sources asks again. */
export async function sourcesChanged(queryClient: QueryClient) {
  await Promise.all(
    ['sources', 'waiting', 'directory'].map((name) => queryClient.invalidateQueries({ queryKey: [name] })),
  );
}

export function addSource(document: SourceDocument): Promise<{ id: string }> {
  return send('POST', '/sources', { body: document });
}

export function changeSource(id: string, document: SourceDocument): Promise<{ id: string }> {
  return send('PUT', `/sources/${id}`, { body: document });
}

export function retireSource(id: string, retired: boolean): Promise<void> {
  return send('PATCH', `/sources/${id}`, { body: { retired } });
}

export function putExtensions(id: string, text: string): Promise<{ lines: number }> {
  return send('PUT', `/sources/${id}/extensions`, { body: { text } });
}

export type TrialRequest = { names: string[]; sidecar: string | null; settings: SourceDocument | null };

export function trySource(id: string, request: TrialRequest): Promise<{ items: Trial[] }> {
  return send('POST', `/sources/${id}/try`, { body: request });
}

export function addToken(id: string, name: string): Promise<{ id: string; secret: string }> {
  return send('POST', `/sources/${id}/tokens`, { body: { name } });
}

export function revokeToken(id: string, tokenId: string): Promise<void> {
  return send('DELETE', `/sources/${id}/tokens/${tokenId}`);
}

export type Retry = { kind?: string; reason?: string; recording_id?: string };

export function retryFailures(id: string, which: Retry): Promise<{ count: number }> {
  return send('POST', `/sources/${id}/failures/retry`, { body: which });
}

export type RefusedWay = 'upload' | 'folder';
export type RefusedExample = { id: string; name: string | null; times: number; at: string };
export type RefusedGroup = {
  way: RefusedWay;
  code: string;
  reason: string | null;
  count: number;
  last_at: string;
  can_retry: boolean;
  examples: RefusedExample[];
};

export function refusedQuery(id: string) {
  return queryOptions({
    queryKey: ['sources', 'refused', id],
    queryFn: ({ signal }) => send<{ items: RefusedGroup[] }>('GET', `/sources/${id}/refused`, { signal }),
    refetchInterval: LIVE_MS,
  });
}

/** A group, one of it, or, with nothing, everything. */
export type Dismissal = { way?: RefusedWay; code?: string; id?: string };

export function dismissRefused(id: string, what: Dismissal): Promise<{ count: number }> {
  return send('POST', `/sources/${id}/refused/dismiss`, { body: what });
}

export type WaitingLeg = {
  call_id: string;
  recording_id: string;
  side: 'agent' | 'customer' | null;
  name: string | null;
  created_at: string;
  until: string;
};

export function legsQuery(id: string, cursor: string | undefined) {
  return queryOptions({
    queryKey: ['sources', 'legs', id, cursor],
    queryFn: ({ signal }) =>
      send<Page<WaitingLeg>>('GET', `/sources/${id}/legs`, { query: { cursor }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: LIVE_MS,
  });
}

export type WaitingSidecar = {
  id: string;
  name: string | null;
  created_at: string;
  is_overdue: boolean;
  until: string;
};

export function sidecarsQuery(id: string, cursor: string | undefined) {
  return queryOptions({
    queryKey: ['sources', 'sidecars', id, cursor],
    queryFn: ({ signal }) =>
      send<Page<WaitingSidecar>>('GET', `/sources/${id}/sidecars`, { query: { cursor }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: LIVE_MS,
  });
}

/** Lets a description go whose audio will not come. */
export function forgetSidecar(id: string, sidecarId: string): Promise<void> {
  return send('DELETE', `/sources/${id}/sidecars/${sidecarId}`);
}
