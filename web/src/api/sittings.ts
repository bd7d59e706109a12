// Sitting beside an agent, and live: begun, reminders, tied to a call later.
import { queryOptions } from '@tanstack/react-query';
import { send } from './client';
import type { CallRow, Evaluation } from './types';

export type NewSitting = {
  agent_id: string;
  purpose: 'beside' | 'live';
  queue_id: string | null;
  scorecard_id: string | null;
  since: string | null;
};

export function beginSitting(body: NewSitting): Promise<Evaluation> {
  return send('POST', '/sittings', { body });
}

export function endSitting(evaluation_id: string): Promise<Evaluation> {
  return send('POST', `/evaluations/${evaluation_id}/end`);
}

/** `at`: the second at which it was given. */
export function remind(evaluation_id: string, body: { at: string; text: string }): Promise<Evaluation> {
  return send('POST', `/evaluations/${evaluation_id}/reminders`, { body });
}

export function takeReminderBack(evaluation_id: string, id: string): Promise<void> {
  return send('DELETE', `/evaluations/${evaluation_id}/reminders/${id}`);
}

/** The calls of the agent during the sitting, and this many minutes before and after it. */
export const nearbyCallsQuery = (evaluation_id: string, minutes: number) =>
  queryOptions({
    queryKey: ['nearby-calls', evaluation_id, minutes],
    queryFn: ({ signal }) =>
      send<{ items: CallRow[] }>('GET', `/evaluations/${evaluation_id}/nearby-calls`, {
        query: { minutes },
        signal,
      }),
  });

export function tieSitting(evaluation_id: string, call_id: string): Promise<Evaluation> {
  return send('PUT', `/evaluations/${evaluation_id}/call`, { body: { call_id } });
}

export function untieSitting(evaluation_id: string): Promise<Evaluation> {
  return send('DELETE', `/evaluations/${evaluation_id}/call`);
}
