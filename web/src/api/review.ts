// Scoring a call: the draft, its release, and the inspector's own list.
import { queryOptions } from '@tanstack/react-query';
import { ownOpenAssignments } from './assignments';
import { send } from './client';
import type { Answer, Evaluation, Note, SaleFinding, Saved } from './types';

/** The draft as it is stored; the page holds it from then on, so it is not asked for again. */
export function draftQuery(evaluation_id: string) {
  return queryOptions({
    queryKey: ['review', evaluation_id],
    queryFn: ({ signal }) => send<Evaluation>('GET', `/evaluations/${evaluation_id}`, { signal }),
    staleTime: Infinity,
    gcTime: 0,
  });
}

export function readEvaluation(evaluation_id: string): Promise<Evaluation> {
  return send('GET', `/evaluations/${evaluation_id}`);
}

/** `edit`: the stored draft that this one was made from. */
export function saveDraft(
  evaluation_id: string,
  draft: {
    edit: number;
    answers: Record<string, Answer>;
    notes: Note[];
    finding?: SaleFinding | null;
  },
): Promise<Saved> {
  return send('PUT', `/evaluations/${evaluation_id}/draft`, { body: draft });
}

/** Makes the draft one of another agent's part of its call. */
export function turnToPart(evaluation_id: string, participation_id: string): Promise<Evaluation> {
  return send('PUT', `/evaluations/${evaluation_id}/part`, { body: { participation_id } });
}

/** How a release goes out: at once, at a set time, or through the team leader. */
export type ReleaseWay = { at?: string; through_leader?: true };

/** It goes out ten seconds later. */
export function releaseEvaluation(
  evaluation_id: string,
  edit: number,
  way: ReleaseWay = {},
): Promise<Evaluation> {
  return send('POST', `/evaluations/${evaluation_id}/release`, { body: { edit, ...way } });
}

/** Takes the release, or "cannot be scored", back within its ten seconds. */
export function takeBackRelease(evaluation_id: string): Promise<Evaluation> {
  return send('DELETE', `/evaluations/${evaluation_id}/release`);
}

export const NO_SCORE_REASONS = [
  'no_sound',
  'one_lane_silent',
  'wrong_call',
  'not_a_conversation',
  'wrong_language',
  'damaged',
  'other',
] as const;
export type NoScoreReason = (typeof NO_SCORE_REASONS)[number];

/** `note`: wanted where the reason is `other`. */
export function cannotScore(
  evaluation_id: string,
  reason: NoScoreReason,
  note: string | null,
): Promise<Evaluation> {
  return send('POST', `/evaluations/${evaluation_id}/cannot-score`, { body: { reason, note } });
}

/** The own open assignments in the order to work in. */
export const openAssignmentsQuery = queryOptions({
  queryKey: ['assignments', 'open'],
  queryFn: ownOpenAssignments,
});
