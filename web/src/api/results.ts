// Evaluations as their readers see them: lists, one of them, the trend, and the agent's answer.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type Query, queryString, send } from './client';
import type { components } from './schema';
import type {
  Choice,
  DispositionCheck,
  Evaluation,
  EvaluationRow,
  Foreseen,
  Grounds,
  Page,
  Revisions,
  SaleFinding,
  ScorecardVersion,
  Trend,
} from './types';

/** How many results are not shown to their reader, by why. */
export type Withheld = components['schemas']['Withheld'];

/** `mine`: own ones as the evaluator; `results`: all in reach; `feedback`: on one's own calls; `to_talk`:
 * those that wait for a talk of one's own; `late`: drafts of others that should be out by now. */
export type EvaluationView = 'mine' | 'results' | 'feedback' | 'to_talk' | 'late';

export type EvaluationPage = Page<EvaluationRow> & { withheld: Withheld };

export const evaluationsQuery = (view: EvaluationView, query: Query = {}) =>
  queryOptions({
    queryKey: ['evaluations', view, query],
    queryFn: ({ signal }) =>
      send<EvaluationPage>('GET', '/evaluations', { query: { view, ...query }, signal }),
    placeholderData: keepPreviousData,
  });

/** Where the browser fetches a whole list as a file. */
export function exportAddress(query: Query): string {
  return `/api/v1/evaluations/export?${queryString(query)}`;
}

/** An evaluation that is only read. */
export const readEvaluationQuery = (id: string) =>
  queryOptions({
    queryKey: ['evaluation', id],
    queryFn: ({ signal }) => send<Evaluation>('GET', `/evaluations/${id}`, { signal }),
  });

/** What an evaluation said before it was changed, oldest first. */
export const revisionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['evaluation', id, 'revisions'],
    queryFn: ({ signal }) => send<Revisions>('GET', `/evaluations/${id}/revisions`, { signal }),
  });

/** What is answered to an item; `comment` null: where the answer is another one, the reason of the whole. */
export type RevisedItem = { choice: Choice; comment: string | null; grounds: Grounds };

/** What is said otherwise, and why; what is left out stays. */
export type NewRevision = {
  revision: number;
  reason: string;
  changes: Record<string, RevisedItem>;
  finding?: SaleFinding;
  disposition?: DispositionCheck;
};

/** Revises one's own evaluation that is out; the agent answers anew. */
export function reviseEvaluation(id: string, body: NewRevision): Promise<Evaluation> {
  return send('POST', `/evaluations/${id}/revisions`, { body });
}

/** What one's own evaluation would come to with other answers. */
export const foreseenRevisionQuery = (id: string, choices: Record<string, Choice>) =>
  queryOptions({
    queryKey: ['foreseen', 'revision', id, choices],
    queryFn: ({ signal }) =>
      send<Foreseen>('POST', `/evaluations/${id}/revisions/preview`, { body: { choices }, signal }),
    enabled: Object.keys(choices).length > 0,
    retry: false,
  });

/** Says that the agent has opened it. Only the first time counts. */
export function markOpened(id: string): Promise<void> {
  return send('POST', `/evaluations/${id}/open`);
}

export function acknowledge(id: string, reply: string | null): Promise<Evaluation> {
  return send('POST', `/evaluations/${id}/acknowledge`, { body: { reply } });
}

/** Whose trend: one of the three, or everybody's in reach. */
export type TrendOf = { person?: string; team?: string; project?: string };

export const trendQuery = (of: TrendOf, scorecard: string | null = null) =>
  queryOptions({
    queryKey: ['trend', of, scorecard],
    queryFn: ({ signal }) =>
      send<Trend>('GET', '/trend', { query: { ...of, weeks: 8, purpose: 'quality', scorecard }, signal }),
    placeholderData: keepPreviousData,
  });

/** A published version never changes. */
export const scorecardVersionQuery = (id: string) =>
  queryOptions({
    queryKey: ['scorecard_version', id],
    queryFn: ({ signal }) => send<ScorecardVersion>('GET', `/scorecard-versions/${id}`, { signal }),
    staleTime: Infinity,
  });

/** Logs the talk with the agent; the evaluation is out from then on. */
export function logTalk(id: string, note: string): Promise<Evaluation> {
  return send('POST', `/evaluations/${id}/talk`, { body: { note } });
}

/** The agent is done listening first: what they marked is kept, and they see what the inspector found. */
export function finishListening(id: string, marks: number[], skipped: boolean): Promise<Evaluation> {
  return send('POST', `/evaluations/${id}/self-listening`, { body: { marks, skipped } });
}
