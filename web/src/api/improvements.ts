// Improvement tickets: process faults that were found while scoring.
import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import { type Query, send } from './client';
import type { components } from './schema';
import type { Named, Page } from './types';

type Schemas = components['schemas'];

export type ImprovementState = 'open' | 'in_hand' | 'done' | 'declined';
export type Improvement = Omit<Schemas['Improvement'], 'fault' | 'state'> & {
  fault: 'rule' | 'script' | 'system';
  state: ImprovementState;
};
export type ImprovementDetail = { improvement: Improvement; findings: Schemas['ImprovementFinding'][] };
export type ImprovementChange = {
  state: ImprovementState;
  owner_id: string | null;
  due_date: string | null;
  reply: string | null;
};

export function improvementsQuery(query: Query) {
  return queryOptions({
    queryKey: ['improvements', 'list', query],
    queryFn: ({ signal }) => send<Page<Improvement>>('GET', '/improvements', { query, signal }),
    placeholderData: keepPreviousData,
  });
}

export function improvementQuery(id: string) {
  return queryOptions({
    queryKey: ['improvements', 'one', id],
    queryFn: ({ signal }) => send<ImprovementDetail>('GET', `/improvements/${id}`, { signal }),
  });
}

export const improvementOwnersQuery = queryOptions({
  queryKey: ['improvements', 'owners'],
  queryFn: ({ signal }) => send<{ items: Named[] }>('GET', '/improvements/owners', { signal }),
  staleTime: 60_000,
});

export function changeImprovement({ id, ...body }: ImprovementChange & { id: string }): Promise<Improvement> {
  return send('PUT', `/improvements/${id}`, { body });
}

export const improvementsChanged = (queries: QueryClient) =>
  queries.invalidateQueries({ queryKey: ['improvements'] });
