// Case libraries: shelves, cases, what is said about them, and what is still missing.
import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import type {
  Case,
  CaseComment,
  CaseDraft,
  CaseEdition,
  CaseLevel,
  CaseRating,
  CaseRow,
  CaseShelves,
  CaseState,
  CaseTranscript,
  Consent,
  InsteadOfConsent,
  Library,
  OwnConsent,
} from './caseShapes';
import { type Query, send } from './client';
import type { Page, Words } from './types';

export const librariesQuery = queryOptions({
  queryKey: ['cases', 'libraries'],
  queryFn: ({ signal }) => send<{ items: Library[] }>('GET', '/libraries', { signal }),
});

export function openLibrary(body: { kind: 'topic'; name: Words; project_id?: string | null }) {
  return send<Library>('POST', '/libraries', { body });
}

export function changeLibrary({
  id,
  ...body
}: {
  id: string;
  name: Words;
  project_id: string | null;
  instead_of_consent?: InsteadOfConsent;
}) {
  return send<Library>('PUT', `/libraries/${id}`, { body });
}

export function retireLibrary({ id, retired }: { id: string; retired: boolean }) {
  return send<Library>('PATCH', `/libraries/${id}`, { body: { retired } });
}

export function casesQuery(query: Query) {
  return queryOptions({
    queryKey: ['cases', 'list', query],
    queryFn: ({ signal }) => send<Page<CaseRow>>('GET', '/cases', { query, signal }),
    placeholderData: keepPreviousData,
  });
}

/** What the cases in this state illustrate that the reader sees, and how they are tagged. */
export function caseShelvesQuery(state: CaseState) {
  return queryOptions({
    queryKey: ['cases', 'shelves', state],
    queryFn: ({ signal }) => send<CaseShelves>('GET', '/cases/shelves', { query: { state }, signal }),
    placeholderData: keepPreviousData,
  });
}

export function caseQuery(id: string) {
  return queryOptions({
    queryKey: ['cases', 'one', id],
    queryFn: ({ signal }) => send<Case>('GET', `/cases/${id}`, { signal }),
  });
}

export function proposeCase(body: {
  library_id: string;
  call_id?: string;
  clip_id?: string;
  teaching_line: string;
  level?: CaseLevel;
  language?: string;
}): Promise<Case> {
  return send('POST', '/cases', { body });
}

/** Brings in a recording that comes from elsewhere, and makes a draft of it. */
export function importCase({
  file,
  ...what
}: {
  file: File;
  library_id: string;
  teaching_line: string;
  level: CaseLevel;
}): Promise<Case> {
  const form = new FormData();
  // What the case is to be comes first: the server refuses before it takes the file.
  form.set('case', JSON.stringify(what));
  form.set('audio', file, file.name);
  return send('POST', '/cases/recordings', { body: form });
}

export function saveCase({ id, ...body }: CaseDraft & { id: string }): Promise<Case> {
  return send('PUT', `/cases/${id}`, { body });
}

export type Decision = { accept: true } | { accept: false; reason: string };

export function decideCase({ id, ...body }: Decision & { id: string }): Promise<Case> {
  return send('POST', `/cases/${id}/decision`, { body });
}

export function shelveCase(id: string): Promise<Case> {
  return send('POST', `/cases/${id}/shelve`);
}

export function archiveCase({ id, reason }: { id: string; reason?: string }): Promise<Case> {
  return send('POST', `/cases/${id}/archive`, { body: reason ? { reason } : {} });
}

export function withdrawCase(id: string): Promise<Case> {
  return send('POST', `/cases/${id}/withdraw`);
}

/** The newest first. */
export function editionsQuery(id: string) {
  return queryOptions({
    queryKey: ['cases', 'one', id, 'editions'],
    queryFn: ({ signal }) => send<{ items: CaseEdition[] }>('GET', `/cases/${id}/editions`, { signal }),
  });
}

export function caseLinesQuery(id: string) {
  return queryOptions({
    queryKey: ['cases', 'one', id, 'lines'],
    queryFn: ({ signal }) => send<CaseTranscript>('GET', `/cases/${id}/transcript`, { signal }),
    staleTime: 60_000,
  });
}

export function relatedQuery(id: string) {
  return queryOptions({
    queryKey: ['cases', 'one', id, 'related'],
    queryFn: ({ signal }) => send<{ items: CaseRow[] }>('GET', `/cases/${id}/related`, { signal }),
  });
}

export function consentsQuery(id: string) {
  return queryOptions({
    queryKey: ['cases', 'one', id, 'consents'],
    queryFn: ({ signal }) => send<{ items: Consent[] }>('GET', `/cases/${id}/consents`, { signal }),
  });
}

export function askConsent({ id, message }: { id: string; message?: string }) {
  return send<{ items: Consent[] }>('POST', `/cases/${id}/consents`, { body: message ? { message } : {} });
}

export const ownConsentsQuery = queryOptions({
  queryKey: ['cases', 'consents'],
  queryFn: ({ signal }) => send<Page<OwnConsent>>('GET', '/consents', { signal }),
});

export function answerConsent({ id, answer }: { id: string; answer: 'given' | 'refused' }): Promise<Consent> {
  return send('PUT', `/cases/${id}/consent`, { body: { answer } });
}

export function rateCase({ id, stars }: { id: string; stars: number }): Promise<CaseRating> {
  return send('PUT', `/cases/${id}/rating`, { body: { stars } });
}

export function commentsQuery(id: string) {
  return queryOptions({
    queryKey: ['cases', 'one', id, 'comments'],
    queryFn: ({ signal }) => send<Page<CaseComment>>('GET', `/cases/${id}/comments`, { signal }),
  });
}

export function writeComment({ id, text }: { id: string; text: string }): Promise<CaseComment> {
  return send('POST', `/cases/${id}/comments`, { body: { text } });
}

export function removeComment({ id, comment }: { id: string; comment: string }): Promise<void> {
  return send('DELETE', `/cases/${id}/comments/${comment}`);
}

/** Where the sound of a case is, and its waveform. */
export const caseSoundAddress = (id: string) => `/api/v1/cases/${id}/audio`;
export const casePeaksPath = (id: string) => `/cases/${id}/peaks`;

export const casesChanged = (queries: QueryClient) => queries.invalidateQueries({ queryKey: ['cases'] });
