// Work for inspectors: given, taken, begun.
import { queryOptions } from '@tanstack/react-query';
import { send } from './client';
import type { Assignment, Evaluation, Page, Today } from './types';

/** The day of whoever is signed in: what is due, drafts, what is done. */
export const todayQuery = queryOptions({
  queryKey: ['today'],
  queryFn: ({ signal }) => send<Today>('GET', '/today', { signal }),
  refetchOnWindowFocus: true,
});

export type Assigned = { assigned: Assignment[]; refused: { call_id: string; code: string }[] };

/** Puts calls into an inspector's queue; says which could not be put there. */
export function assignCalls(body: {
  call_ids: string[];
  inspector_id: string;
  scorecard_id: string | null;
  due_at: string | null;
  /** Also what somebody else has: two score it then, and neither sees what the other finds. */
  shared?: boolean;
}): Promise<Assigned> {
  return send('POST', '/assignments', { body });
}

/** Draws one call at random among those that match the query of the calls page. */
export function takeNext(query: string, scorecardId: string | null = null): Promise<Assignment> {
  return send('POST', '/assignments/take', { body: { query, scorecard_id: scorecardId } });
}

/** Puts a call of one's own choice into one's own queue. */
export function takeCall(callId: string): Promise<Assignment> {
  return send('POST', '/assignments/self', { body: { call_id: callId } });
}

/** Gives back what one took oneself and has not begun. */
export function withdrawAssignment(id: string): Promise<void> {
  return send('DELETE', `/assignments/${id}`);
}

/** What stands open in one's own queue. */
export function ownOpenAssignments(): Promise<Page<Assignment>> {
  return send('GET', '/assignments', { query: { inspector: 'me', state: 'open', limit: 200 } });
}

/** Begins to score what was assigned, or goes on with the draft that there is. */
/** A call without an assignment of one's own, or the part of one agent in one that was transferred. */
export function beginCall(call_id: string, participation_id?: string): Promise<Evaluation> {
  return send('POST', '/evaluations', { body: { call_id, participation_id } });
}

export function beginEvaluation(assignmentId: string): Promise<Evaluation> {
  return send('POST', '/evaluations', { body: { assignment_id: assignmentId } });
}
