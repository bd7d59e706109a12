// Appeals: submitted by the agent, listed, judged step by step.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type Query, send } from './client';
import type {
  AlsoAnswered,
  Appeal,
  AppealRow,
  Choice,
  Evaluation,
  Foreseen,
  ItemRuling,
  Page,
  Precedent,
} from './types';

export type AppealView = 'waiting' | 'all' | 'mine' | 'unstaffed';

export type NewAppealItem = {
  question: string;
  reason: string;
  proposed?: Choice;
  start_ms?: number;
  end_ms?: number;
  turn?: number;
};

/** What the inspector or the arbitrator says. */
export type Judgement = { items: ItemRuling[]; also: Record<string, AlsoAnswered> };

export const appealsQuery = (view: AppealView, query: Query = {}) =>
  queryOptions({
    queryKey: ['appeals', view, query],
    queryFn: ({ signal }) => send<Page<AppealRow>>('GET', '/appeals', { query: { view, ...query }, signal }),
    placeholderData: keepPreviousData,
  });

export const appealQuery = (id: string) =>
  queryOptions({
    queryKey: ['appeal', id],
    queryFn: ({ signal }) => send<Appeal>('GET', `/appeals/${id}`, { signal }),
  });

/** What an evaluation, or that of an appeal, would come to with other answers. */
export const foreseenQuery = (of: 'evaluation' | 'appeal', id: string, choices: Record<string, Choice>) =>
  queryOptions({
    queryKey: ['foreseen', of, id, choices],
    queryFn: ({ signal }) =>
      send<Foreseen>(
        'POST',
        of === 'evaluation' ? `/evaluations/${id}/appeal/preview` : `/appeals/${id}/preview`,
        {
          body: { choices },
          signal,
        },
      ),
    enabled: Object.keys(choices).length > 0,
    placeholderData: keepPreviousData,
    retry: false,
  });

export function findRight(id: string, reply: string | null): Promise<Evaluation> {
  return send('POST', `/evaluations/${id}/no-objection`, { body: { reply } });
}

export function submitAppeal(id: string, revision: number, items: NewAppealItem[]): Promise<Appeal> {
  return send('POST', `/evaluations/${id}/appeal`, { body: { revision, items } });
}

export function withdrawAppeal(id: string): Promise<Appeal> {
  return send('POST', `/appeals/${id}/withdraw`);
}

export function reviewFirst(id: string, upholds: boolean, reason: string): Promise<Appeal> {
  return send('POST', `/appeals/${id}/first-review`, { body: { upholds, reason } });
}

export function judge(id: string, step: 'recheck' | 'arbitration', said: Judgement): Promise<Appeal> {
  return send('POST', `/appeals/${id}/${step}`, { body: said });
}

/** What the agent has written so far; `edit` 0: nothing was saved. */
export type AppealDraft = {
  edit: number;
  items: {
    question: string;
    reason: string;
    proposed: Choice | null;
    start_ms: number | null;
    end_ms: number | null;
    turn: number | null;
  }[];
  changed_at: string | null;
};

export const appealDraftQuery = (id: string) =>
  queryOptions({
    queryKey: ['appeal_draft', id],
    queryFn: ({ signal }) => send<AppealDraft>('GET', `/evaluations/${id}/appeal/draft`, { signal }),
    // It is written on where it is shown; what comes from elsewhere must not take its place.
    staleTime: Infinity,
    gcTime: 0,
  });

export function saveAppealDraft(id: string, edit: number, items: NewAppealItem[]): Promise<AppealDraft> {
  return send('PUT', `/evaluations/${id}/appeal/draft`, { body: { edit, items } });
}

export function forgetAppealDraft(id: string): Promise<void> {
  return send('DELETE', `/evaluations/${id}/appeal/draft`);
}

/** How arbitrators decided before on the items of an evaluation's card. */
export const precedentsQuery = (evaluation_id: string) =>
  queryOptions({
    queryKey: ['evaluation', evaluation_id, 'precedents'],
    queryFn: ({ signal }) =>
      send<{ items: Precedent[] }>('GET', `/evaluations/${evaluation_id}/precedents`, { signal }),
  });
