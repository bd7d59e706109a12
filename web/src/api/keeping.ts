// What stays and what goes: retention rules and runs, holds, and customers who ask to be erased.
import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import { type Query, send } from './client';
import type { components } from './schema';
import type { Page } from './types';

type Schemas = components['schemas'];

export type RuleText = Required<Omit<Schemas['RetentionRuleText'], 'evaluated' | 'keep_days'>> & {
  evaluated: boolean | null;
  keep_days: number | null;
};
export type Rule = Omit<Schemas['RetentionRule'], 'text'> & { text: RuleText };
export type RetentionPreview = Schemas['RetentionPreview'];
export type RuleTotals = Schemas['RetentionTotals'];
export type DecidingRule = Schemas['DecidingRule'];
export type DueCall = RetentionPreview['calls']['items'][number];
export type Run = Schemas['RetentionRun'];
export type Hold = Schemas['Hold'];
export type HoldKind = 'legal' | 'keep';
export type Erasure = Schemas['Erasure'];
export type ErasurePreview = Schemas['ErasurePreview'];
export type CallKeeping = Schemas['CallKeeping'];

/** How often what is under way is asked for again. */
const AT_WORK_MS = 2_000;
/** How often what waits for somebody is asked for again: a hold may be lifted in another window. */
const WAITING_MS = 10_000;

export const rulesQuery = queryOptions({
  queryKey: ['keeping', 'rules'],
  queryFn: ({ signal }) => send<{ items: Rule[] }>('GET', '/retention/rules', { signal }),
});

export function makeRule(body: RuleText): Promise<Rule> {
  return send('POST', '/retention/rules', { body });
}

export function changeRule(id: string, body: RuleText): Promise<Rule> {
  return send('PUT', `/retention/rules/${id}`, { body });
}

export function retireRule(id: string): Promise<void> {
  return send('DELETE', `/retention/rules/${id}`);
}

/** A draft of a rule, and the rule that it takes the place of. */
export type Draft = { replaces: string | null; rule: RuleText };

export function previewRetention(
  draft: Draft | null,
  cursor: string | null = null,
): Promise<RetentionPreview> {
  return send('POST', '/retention/preview', { body: { ...draft, cursor } });
}

export function previewQuery(cursor: string | null) {
  return queryOptions({
    queryKey: ['keeping', 'preview', cursor],
    queryFn: () => previewRetention(null, cursor),
    placeholderData: keepPreviousData,
  });
}

export function runsQuery(query: Query) {
  return queryOptions({
    queryKey: ['keeping', 'runs', query],
    queryFn: ({ signal }) => send<Page<Run>>('GET', '/retention/runs', { query, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.items.some(isRunning) ? AT_WORK_MS : false),
  });
}

const isRunning = ({ state }: { state: string }) => state === 'running';
const isWaiting = ({ state }: { state: string }) => state === 'waiting';

export function startRun(): Promise<Run> {
  return send('POST', '/retention/runs');
}

export function stopRun(id: string): Promise<void> {
  return send('DELETE', `/retention/runs/${id}`);
}

export function holdsQuery(query: Query) {
  return queryOptions({
    queryKey: ['keeping', 'holds', query],
    queryFn: ({ signal }) => send<Page<Hold>>('GET', '/holds', { query, signal }),
    placeholderData: keepPreviousData,
  });
}

/** These calls, or all that a query of the calls page finds. */
export type Held = { call_ids: string[] } | { query: string };

export function placeHold(body: { kind: HoldKind; reason: string } & Held): Promise<Hold> {
  return send('POST', '/holds', { body });
}

export function liftHold(id: string, reason: string): Promise<Hold> {
  return send('POST', `/holds/${id}/lift`, { body: { reason } });
}

export function erasuresQuery(query: Query) {
  return queryOptions({
    queryKey: ['keeping', 'erasures', query],
    queryFn: ({ signal }) => send<Page<Erasure>>('GET', '/erasures', { query, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => {
      if (state.data?.items.some(isRunning)) return AT_WORK_MS;
      return state.data?.items.some(isWaiting) ? WAITING_MS : false;
    },
  });
}

export function previewErasure(number: string): Promise<ErasurePreview> {
  return send('POST', '/erasures/preview', { body: { number } });
}

export function requestErasure(body: { number: string; reference: string }): Promise<Erasure> {
  return send('POST', '/erasures', { body });
}

export function withdrawErasure(id: string): Promise<Erasure> {
  return send('DELETE', `/erasures/${id}`);
}

export function callKeepingQuery(call_id: string) {
  return queryOptions({
    queryKey: ['keeping', 'call', call_id],
    queryFn: ({ signal }) => send<CallKeeping>('GET', `/calls/${call_id}/keeping`, { signal }),
  });
}

/** Where the browser fetches a recording as a file. */
export function downloadAddress(recording_id: string): string {
  return `/api/v1/recordings/${recording_id}/download`;
}

/** After a change: whoever shows what is kept asks again. */
export async function keepingChanged(queryClient: QueryClient) {
  await queryClient.invalidateQueries({ queryKey: ['keeping'] });
}
