// What lies beside a call that is scored: standard answers, stock phrases, moved keys, its disposition.
import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import { type Query, send } from './client';
import type { components } from './schema';
import type { CallRow, DispositionCheck, Evaluation, EvaluationRow, Page } from './types';

type Schemas = components['schemas'];

export type StandardAnswer = Schemas['StandardAnswer'];
export type AnswerVersion = Schemas['StandardAnswerVersion'];
export type AnswerCard = Schemas['AnswerCard'];
export type AnswerText = { title: Record<string, string>; text: Record<string, string>; valid_from: string };
export type StockPhrase = Schemas['StockPhrase'];
export type NewPhrase = Schemas['NewStockPhrase'];

/** Those that were in force on the day of the evaluation's call. */
export function answersInForceQuery(evaluation_id: string) {
  return queryOptions({
    queryKey: ['answers', 'in force', evaluation_id],
    queryFn: ({ signal }) =>
      send<{ items: StandardAnswer[] }>('GET', `/evaluations/${evaluation_id}/standard-answers`, { signal }),
    staleTime: 60_000,
  });
}

export function answersQuery(query: Query) {
  return queryOptions({
    queryKey: ['answers', 'list', query],
    queryFn: ({ signal }) => send<Page<StandardAnswer>>('GET', '/standard-answers', { query, signal }),
    placeholderData: keepPreviousData,
  });
}

export function answerVersionsQuery(id: string) {
  return queryOptions({
    queryKey: ['answers', 'versions', id],
    queryFn: ({ signal }) =>
      send<{ items: AnswerVersion[] }>('GET', `/standard-answers/${id}/versions`, { signal }),
  });
}

export const answerCardsQuery = queryOptions({
  queryKey: ['answers', 'cards'],
  queryFn: ({ signal }) => send<{ items: AnswerCard[] }>('GET', '/standard-answers/cards', { signal }),
  staleTime: 60_000,
});

export function writeAnswer(body: AnswerText & { scorecard_id: string; question: string }) {
  return send<StandardAnswer>('POST', '/standard-answers', { body });
}

export function rewriteAnswer({ id, ...body }: AnswerText & { id: string; based_on: number }) {
  return send<StandardAnswer>('PUT', `/standard-answers/${id}`, { body });
}

/** `retired_from`: the first day on which it holds no more; null: it holds again. */
export function retireAnswer({ id, ...body }: { id: string; retired_from: string | null }) {
  return send<StandardAnswer>('PATCH', `/standard-answers/${id}`, { body });
}

export const answersChanged = (queries: QueryClient) => queries.invalidateQueries({ queryKey: ['answers'] });

/** Everybody's phrases of a card, then one's own. */
export function phrasesQuery(scorecard: string) {
  return queryOptions({
    queryKey: ['phrases', scorecard],
    queryFn: ({ signal }) =>
      send<{ items: StockPhrase[] }>('GET', '/stock-phrases', { query: { scorecard }, signal }),
    staleTime: 60_000,
  });
}

export function writePhrase(body: NewPhrase): Promise<StockPhrase> {
  return send('POST', '/stock-phrases', { body });
}

export function changePhrase({ id, text }: { id: string; text: string }): Promise<StockPhrase> {
  return send('PUT', `/stock-phrases/${id}`, { body: { text } });
}

export function deletePhrase(id: string): Promise<void> {
  return send('DELETE', `/stock-phrases/${id}`);
}

export const phrasesChanged = (queries: QueryClient) => queries.invalidateQueries({ queryKey: ['phrases'] });

/** Where a key lies, whatever letter is printed there. */
export type KeyPlace = { code: string; shift: boolean; alt: boolean };

export const reviewKeysQuery = queryOptions({
  queryKey: ['review keys'],
  queryFn: ({ signal }) => send<{ keys: Record<string, KeyPlace> }>('GET', '/me/review-keys', { signal }),
  staleTime: Infinity,
});

export function moveReviewKeys(keys: Record<string, KeyPlace>): Promise<{ keys: Record<string, KeyPlace> }> {
  return send('PUT', '/me/review-keys', { body: { keys } });
}

/** null: nothing is said of it any more. */
export function sayDisposition(evaluation_id: string, said: DispositionCheck | null): Promise<Evaluation> {
  const path = `/evaluations/${evaluation_id}/disposition`;
  return said === null ? send('DELETE', path) : send('PUT', path, { body: said });
}

/** The customer's other calls, as far as the reader finds them. */
export function otherCallsQuery(call_id: string) {
  return queryOptions({
    queryKey: ['calls', 'others', call_id],
    queryFn: ({ signal }) => send<{ items: CallRow[] }>('GET', `/calls/${call_id}/others`, { signal }),
    staleTime: 60_000,
  });
}

/** What the agent scored before; refused until every item is answered. */
export function earlierScoresQuery(evaluation_id: string) {
  return queryOptions({
    queryKey: ['review', evaluation_id, 'earlier'],
    queryFn: ({ signal }) =>
      send<{ items: EvaluationRow[] }>('GET', `/evaluations/${evaluation_id}/earlier`, { signal }),
    gcTime: 0,
  });
}

/** It is a draft again, if the agent has not opened it. */
export function recallEvaluation(evaluation_id: string): Promise<Evaluation> {
  return send('POST', `/evaluations/${evaluation_id}/recall`);
}
