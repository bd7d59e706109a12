// Who heard what: one's own report, and everybody's.
import { queryOptions } from '@tanstack/react-query';
import { send } from './client';
import type { components } from './schema';

/** From, to, in whole milliseconds of the call's timeline. */
export type Stretch = [from_ms: number, to_ms: number];

/** The pages that somebody listens on. */
export type ListeningPlace = 'call' | 'review' | 'list' | 'feedback';

export type Listeners = components['schemas']['Listeners'];

export type ListeningReport = {
  place: ListeningPlace;
  heard: Stretch[];
  sped: Stretch[];
  skipped: Stretch[];
};

/** Reports what was heard. It arrives although the page is being left; says whether it was taken. */
export async function reportListening(call_id: string, report: ListeningReport): Promise<boolean> {
  try {
    const answer = await fetch(`/api/v1/calls/${call_id}/listening`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(report),
      keepalive: true,
    });
    // What is refused is refused again; only what passes is worth another try.
    return answer.ok || (answer.status >= 400 && answer.status < 500 && answer.status !== 401);
  } catch {
    return false;
  }
}

export function listenersQuery(call_id: string) {
  return queryOptions({
    queryKey: ['call', call_id, 'listeners'],
    queryFn: ({ signal }) => send<Listeners>('GET', `/calls/${call_id}/listeners`, { signal }),
  });
}

export type OwnListening = components['schemas']['Listening'] & {
  heard: Stretch[];
  sped: Stretch[];
  skipped: Stretch[];
};

/** What the reader has heard of a call, as far as it was reported. */
export function ownListeningQuery(call_id: string) {
  return queryOptions({
    queryKey: ['call', call_id, 'own listening'],
    queryFn: ({ signal }) => send<OwnListening>('GET', `/calls/${call_id}/listening`, { signal }),
    gcTime: 0,
    staleTime: Infinity,
  });
}
