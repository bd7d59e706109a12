// Days away: on which days an agent is off, on leave or ill, so that they do not count for their deadlines.
import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import { type Query, send } from './client';
import type { components } from './schema';
import type { Page } from './types';

type Schemas = components['schemas'];

export type DaysAway = Schemas['DaysAway'];
export type NewDaysAway = Schemas['NewDaysAway'];
export type AgentForDaysAway = Schemas['AgentForDaysAway'];

export const daysAwayQuery = (query: Query) =>
  queryOptions({
    queryKey: ['days-away', 'list', query],
    queryFn: ({ signal }) => send<Page<DaysAway>>('GET', '/days-away', { query, signal }),
    placeholderData: keepPreviousData,
  });

/** The agents for whom one enters days away, by name. */
export const agentsForDaysAwayQuery = (query: Query) =>
  queryOptions({
    queryKey: ['days-away', 'agents', query],
    queryFn: ({ signal }) => send<Page<AgentForDaysAway>>('GET', '/days-away/agents', { query, signal }),
    placeholderData: keepPreviousData,
  });

/** How many deadlines of the agent would move later. */
export const daysAwayEffectQuery = (body: NewDaysAway) =>
  queryOptions({
    queryKey: ['days-away', 'effect', body],
    queryFn: ({ signal }) => send<Schemas['DaysAwayEffect']>('POST', '/days-away/preview', { body, signal }),
    retry: false,
  });

export function enterDaysAway(body: NewDaysAway): Promise<DaysAway> {
  return send('POST', '/days-away', { body });
}

export function removeDaysAway(id: string): Promise<void> {
  return send('DELETE', `/days-away/${id}`);
}

/** Deadlines stand beside evaluations. */
export async function daysAwayChanged(queries: QueryClient): Promise<void> {
  await Promise.all(
    ['days-away', 'evaluations', 'waiting'].map((key) => queries.invalidateQueries({ queryKey: [key] })),
  );
}
