// Case reviews: prepared, sent, held, attended by code, decided.
import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import { type Query, send } from './client';
import type { components } from './schema';
import type { Named, Page, Words } from './types';

type Schemas = components['schemas'];

export type CaseReviewState = 'planned' | 'sent' | 'open' | 'closed';
export type CaseReview = Omit<Schemas['CaseReview'], 'state' | 'code' | 'repeats'> & {
  state: CaseReviewState;
  code: string | null;
  repeats: string | null;
};
export type ReviewPoint = {
  at_ms: number;
  is_strength: boolean;
  question: Words;
  happened: Words;
  matters: Words;
  instead: Words;
};
export type ReviewRange = {
  call_id: string;
  start_ms: number;
  end_ms: number;
  points: ReviewPoint[];
  /** The case of a library that it is. */
  case_id: string | null;
  altered_voice: boolean;
  /** With which voices the room hears it; null: not at all, somebody who is heard has not agreed. */
  voice: 'own' | 'altered' | null;
};
export type ReviewEntry = {
  id: string;
  minutes: number;
  note: string | null;
  /** Whether the note is withheld: the room may not hear it yet, or its case is not there for the reader. */
  is_withheld: boolean;
  heard: ReviewRange | null;
};
export type Decision = Omit<Schemas['Decision'], 'done_at'> & { done_at: string | null };
export type CaseReviewDetail = { review: CaseReview; entries: ReviewEntry[]; decisions: Decision[] };
export type Candidate = Omit<Schemas['CaseReviewCandidate'], 'kind' | 'start_ms' | 'end_ms' | 'note'> & {
  kind: 'good_case' | 'warning_case' | 'risk';
  start_ms: number | null;
  end_ms: number | null;
  note: string | null;
};
export type Attendance = { present: { person: Named; attended_at: string }[]; missing: Named[] };
export type NewEntry = { minutes: number; note: string; points: ReviewPoint[]; altered_voice: boolean } & (
  { case_id: string } | Pick<ReviewRange, 'call_id' | 'start_ms' | 'end_ms'>
);
export type NewCaseReview = { title: string; held_at: string; team_ids: string[]; entries: NewEntry[] };

export function caseReviewsQuery(query: Query) {
  return queryOptions({
    queryKey: ['case-reviews', 'list', query],
    queryFn: ({ signal }) => send<Page<CaseReview>>('GET', '/case-reviews', { query, signal }),
    placeholderData: keepPreviousData,
  });
}

export function caseReviewQuery(id: string) {
  return queryOptions({
    queryKey: ['case-reviews', 'one', id],
    queryFn: ({ signal }) => send<CaseReviewDetail>('GET', `/case-reviews/${id}`, { signal }),
  });
}

/** The flags of these days that a running order can be made from. */
export function candidatesQuery(from: string, to: string) {
  return queryOptions({
    queryKey: ['case-reviews', 'candidates', from, to],
    queryFn: ({ signal }) =>
      send<{ items: Candidate[] }>('GET', '/case-reviews/candidates', { query: { from, to }, signal }),
  });
}

/** What the reader is still to do. */
export const reviewTasksQuery = queryOptions({
  queryKey: ['case-reviews', 'tasks'],
  queryFn: ({ signal }) => send<{ items: Decision[] }>('GET', '/case-reviews/tasks', { signal }),
});

export function attendanceQuery(id: string) {
  return queryOptions({
    queryKey: ['case-reviews', 'attendance', id],
    queryFn: ({ signal }) => send<Attendance>('GET', `/case-reviews/${id}/attendance`, { signal }),
  });
}

export function makeCaseReview(body: NewCaseReview): Promise<CaseReviewDetail> {
  return send('POST', '/case-reviews', { body });
}

export function changeCaseReview({
  id,
  ...body
}: NewCaseReview & { id: string; edit: number }): Promise<CaseReviewDetail> {
  return send('PUT', `/case-reviews/${id}`, { body });
}

export type ReviewStep = 'send' | 'start' | 'close';

export function stepCaseReview({ id, step }: { id: string; step: ReviewStep }): Promise<CaseReviewDetail> {
  return send('POST', `/case-reviews/${id}/${step}`);
}

export function repeatCaseReview({
  id,
  held_at,
}: {
  id: string;
  held_at: string;
}): Promise<CaseReviewDetail> {
  return send('POST', `/case-reviews/${id}/again`, { body: { held_at } });
}

export function attendCaseReview({ id, code }: { id: string; code: string }): Promise<void> {
  return send('POST', `/case-reviews/${id}/attendance`, { body: { code } });
}

export function makeDecision({
  id,
  ...body
}: {
  id: string;
  text: string;
  owner_id: string;
  due_date: string;
}): Promise<Decision> {
  return send('POST', `/case-reviews/${id}/decisions`, { body });
}

export function finishDecision({
  review_id,
  number,
  done,
}: {
  review_id: string;
  number: number;
  done: boolean;
}): Promise<Decision> {
  return send('PUT', `/case-reviews/${review_id}/decisions/${String(number)}`, { body: { done } });
}

/** The sound of an entry as its room hears it, and below the API's address its waveform. */
export const entrySoundAddress = (id: string, entry_id: string) =>
  `/api/v1/case-reviews/${id}/entries/${entry_id}/audio`;
export const entryPeaksPath = (id: string, entry_id: string) =>
  `/case-reviews/${id}/entries/${entry_id}/peaks`;

export const caseReviewsChanged = (queries: QueryClient) =>
  queries.invalidateQueries({ queryKey: ['case-reviews'] });
