// Learning by scoring: reference calls, attempts at them, results, certification.
import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import { type Query, send } from './client';
import type { components } from './schema';
import type { Evaluation, Page, Words } from './types';

type Schemas = components['schemas'];

export type AttemptOutcome = {
  items: number;
  alike: number;
  /** Points above the agreed total; null: one of the two has none. */
  points_apart: number | null;
  /** Cohen's kappa; null where it is not defined. */
  kappa: number | null;
};
export type OwnAttempt = { evaluation_id: string; finished_at: string; outcome: AttemptOutcome };
export type ReferenceCall = Omit<Schemas['ReferenceCall'], 'own'> & {
  own: { is_known: boolean; open: string | null; finished: OwnAttempt[] };
};
export type Agreed = Schemas['AgreedEvaluation'];
export type ReferenceDetail = {
  reference: ReferenceCall;
  scorecard_version: Evaluation['scorecard_version'];
  agreed: Agreed | null;
  may_look: boolean;
};
export type AttemptItem = Schemas['AttemptItem'] & {
  agreed_points: number | null;
  given_points: number | null;
  comment: string | null;
};
export type ReferenceAttempt = Omit<
  Schemas['ReferenceAttempt'],
  'outcome' | 'items' | 'reference' | 'scorecard_version'
> & {
  scorecard_version: Evaluation['scorecard_version'];
  reference: ReferenceCall;
  outcome: AttemptOutcome;
  items: AttemptItem[];
};
export type ReferenceResult = Omit<Schemas['ReferenceResult'], 'outcome' | 'finished_at'> & {
  outcome: AttemptOutcome;
  finished_at: string;
};
export type CertificationRule = Schemas['CertificationRule'];
export type Certification = Omit<Schemas['Certification'], 'standing' | 'until'> & {
  standing: 'open' | 'below' | 'certified' | 'lapsed';
  until: string | null;
};
export type ReferenceWords = { title: Words; why: Words; reasons: Record<string, Words> };

export function referencesQuery(query: Query) {
  return queryOptions({
    queryKey: ['references', 'list', query],
    queryFn: ({ signal }) => send<Page<ReferenceCall>>('GET', '/reference-calls', { query, signal }),
    placeholderData: keepPreviousData,
  });
}

export function referenceQuery(id: string) {
  return queryOptions({
    queryKey: ['references', 'one', id],
    queryFn: ({ signal }) => send<ReferenceDetail>('GET', `/reference-calls/${id}`, { signal }),
  });
}

/** The finished attempts at one reference call: one's own, or everybody's. */
export function attemptsQuery(id: string, query: Query) {
  return queryOptions({
    queryKey: ['references', 'attempts', id, query],
    queryFn: ({ signal }) =>
      send<Page<ReferenceResult>>('GET', `/reference-calls/${id}/attempts`, { query, signal }),
    placeholderData: keepPreviousData,
  });
}

export function attemptQuery(evaluation_id: string) {
  return queryOptions({
    queryKey: ['references', 'attempt', evaluation_id],
    queryFn: ({ signal }) =>
      send<ReferenceAttempt>('GET', `/reference-attempts/${evaluation_id}`, { signal }),
  });
}

export function resultsQuery(query: Query) {
  return queryOptions({
    queryKey: ['references', 'results', query],
    queryFn: ({ signal }) => send<Page<ReferenceResult>>('GET', '/reference-results', { query, signal }),
    placeholderData: keepPreviousData,
  });
}

/** One's own certification on every card with a rule; everybody's on one card. */
export function certificationsQuery(scorecard_id?: string) {
  return queryOptions({
    queryKey: ['references', 'certifications', scorecard_id ?? 'own'],
    queryFn: ({ signal }) =>
      send<{ items: Certification[] }>('GET', '/certifications', { query: { scorecard_id }, signal }),
  });
}

export function certificationRuleQuery(scorecard_id: string) {
  return queryOptions({
    queryKey: ['references', 'rule', scorecard_id],
    queryFn: ({ signal }) =>
      send<CertificationRule>('GET', `/certification-rules/${scorecard_id}`, { signal }),
  });
}

export function makeReference(body: {
  evaluation_id: string;
  title: Words;
  why: Words;
}): Promise<ReferenceDetail> {
  return send('POST', '/reference-calls', { body });
}

export function rewriteReference({
  id,
  ...body
}: ReferenceWords & { id: string; edit: number }): Promise<ReferenceDetail> {
  return send('PUT', `/reference-calls/${id}`, { body });
}

export function retireReference({ id, retired }: { id: string; retired: boolean }): Promise<ReferenceDetail> {
  return send('PATCH', `/reference-calls/${id}`, { body: { retired } });
}

export function lookAtAgreed(id: string): Promise<ReferenceDetail> {
  return send('POST', `/reference-calls/${id}/look`);
}

export function beginAttempt(id: string): Promise<{ evaluation_id: string }> {
  return send('POST', `/reference-calls/${id}/attempts`);
}

export function putCertificationRule({
  scorecard_id,
  ...body
}: CertificationRule): Promise<CertificationRule> {
  return send('PUT', `/certification-rules/${scorecard_id}`, { body });
}

export const referencesChanged = (queries: QueryClient) =>
  queries.invalidateQueries({ queryKey: ['references'] });
