// Learning from cases: how far one is, what was assigned, playlists, and the trainer's desk.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type {
  CaseLearner,
  CaseRow,
  LearnedCase,
  Learner,
  Learning,
  LearningTask,
  Playlist,
  TrainerDesk,
} from './caseShapes';
import { type Query, send } from './client';
import type { Page } from './types';

export function learningQuery(case_id: string) {
  return queryOptions({
    queryKey: ['cases', 'one', case_id, 'learning'],
    queryFn: ({ signal }) =>
      send<{ learning: Learning | null }>('GET', `/cases/${case_id}/learning`, { signal }),
    // Read once: from then on the page knows better than the server.
    staleTime: Infinity,
    gcTime: 0,
  });
}

/** How far one is. The answers are those of the first questions, in their order. */
export type LearningBody = Pick<Learning, 'reached' | 'words' | 'answers' | 'pledge'> & { finished: boolean };

export function keepLearning(case_id: string, body: LearningBody): Promise<Learning> {
  return send('PUT', `/cases/${case_id}/learning`, { body });
}

export function learnersQuery(case_id: string) {
  return queryOptions({
    queryKey: ['cases', 'one', case_id, 'learners'],
    queryFn: ({ signal }) => send<Page<CaseLearner>>('GET', `/cases/${case_id}/learners`, { signal }),
  });
}

/** Who learns, by name, with what they learned and are to learn. */
export function learnersListQuery(query: Query) {
  return queryOptions({
    queryKey: ['cases', 'learners', query],
    queryFn: ({ signal }) => send<Page<Learner>>('GET', '/learners', { query, signal }),
    placeholderData: keepPreviousData,
  });
}

/** What somebody learned, case by case; `null`: what one learned oneself. */
export function learnedQuery(person_id: string | null, query: Query) {
  const path = person_id === null ? '/me/learning' : `/learners/${person_id}/learning`;
  return queryOptions({
    queryKey: ['cases', 'learned', person_id, query],
    queryFn: ({ signal }) => send<Page<LearnedCase>>('GET', path, { query, signal }),
    placeholderData: keepPreviousData,
  });
}

export const recommendedQuery = queryOptions({
  queryKey: ['cases', 'recommended'],
  queryFn: ({ signal }) => send<{ items: CaseRow[] }>('GET', '/cases/recommended', { signal }),
});

const PLAYLISTS_MOST = 200;

export const playlistsQuery = queryOptions({
  queryKey: ['cases', 'playlists'],
  queryFn: ({ signal }) =>
    send<Page<Playlist>>('GET', '/playlists', { query: { limit: PLAYLISTS_MOST }, signal }),
});

export function savePlaylist({ id, ...body }: { id: string | null; name: string; case_ids: string[] }) {
  return id === null
    ? send<Playlist>('POST', '/playlists', { body })
    : send<Playlist>('PUT', `/playlists/${id}`, { body });
}

export function deletePlaylist(id: string): Promise<void> {
  return send('DELETE', `/playlists/${id}`);
}

export function tasksQuery(query: Query) {
  return queryOptions({
    queryKey: ['cases', 'tasks', query],
    queryFn: ({ signal }) => send<Page<LearningTask>>('GET', '/learning-tasks', { query, signal }),
    placeholderData: keepPreviousData,
  });
}

export type NewTask = {
  case_id?: string;
  playlist_id?: string;
  reference_call_id?: string;
  person_ids?: string[];
  team_ids?: string[];
  due_on: string;
  note?: string;
};

export function assignLearning(body: NewTask): Promise<unknown> {
  return send('POST', '/learning-tasks', { body });
}

export function removeTask(id: string): Promise<void> {
  return send('DELETE', `/learning-tasks/${id}`);
}

export const deskQuery = queryOptions({
  queryKey: ['cases', 'desk'],
  queryFn: ({ signal }) => send<TrainerDesk>('GET', '/trainer-desk', { signal }),
});
