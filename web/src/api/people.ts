// People, with their roles, teams, projects and agents; and people from a table.
import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import { type Query, send } from './client';
import type {
  AgentRow,
  ImportReport,
  NewPerson,
  Page,
  PersonFile,
  PersonRow,
  ProjectRow,
  TeamRow,
} from './types';

/** What begins with this year holds from the beginning: nobody knows since when. */
const BEGINNING = '1970';

export function isBeginning(instant: string): boolean {
  return instant.startsWith(BEGINNING);
}

/** Where the empty table lies. */
export const TEMPLATE_ADDRESS = '/api/v1/people/import-template.csv';

export function peopleQuery(query: Query) {
  return queryOptions({
    queryKey: ['people', 'list', query],
    queryFn: ({ signal }) => send<Page<PersonRow>>('GET', '/people', { query, signal }),
    placeholderData: keepPreviousData,
  });
}

export function personQuery(id: string) {
  return queryOptions({
    queryKey: ['people', 'file', id],
    queryFn: ({ signal }) => send<PersonFile>('GET', `/people/${id}`, { signal }),
  });
}

export const teamsQuery = queryOptions({
  queryKey: ['people', 'teams'],
  queryFn: ({ signal }) => send<{ items: TeamRow[] }>('GET', '/teams', { signal }),
});

export const projectsQuery = queryOptions({
  queryKey: ['people', 'projects'],
  queryFn: ({ signal }) => send<{ items: ProjectRow[] }>('GET', '/projects', { signal }),
});

export function agentsQuery(query: Query) {
  return queryOptions({
    queryKey: ['people', 'agents', query],
    queryFn: ({ signal }) => send<Page<AgentRow>>('GET', '/agents', { query, signal }),
    placeholderData: keepPreviousData,
  });
}

/** After a change: whoever shows people, or names of theirs, asks again. */
export async function peopleChanged(queryClient: QueryClient) {
  await Promise.all(
    ['people', 'directory', 'waiting', 'me', 'calls'].map((name) =>
      queryClient.invalidateQueries({ queryKey: [name] }),
    ),
  );
}

export function addPerson(body: NewPerson): Promise<PersonRow> {
  return send('POST', '/people', { body });
}

/** What is missing stays as it is; null takes away. */
export type PersonChange = {
  name?: string;
  staff_number?: string | null;
  sign_in?: string | null;
  password?: string;
  retired?: boolean;
};

export function changePerson(id: string, body: PersonChange): Promise<PersonRow> {
  return send('PATCH', `/people/${id}`, { body });
}

export function giveRole(id: string, body: { role: string; project_id: string | null }): Promise<PersonRow> {
  return send('POST', `/people/${id}/roles`, { body });
}

export function endRole(id: string, grantId: string): Promise<void> {
  return send('DELETE', `/people/${id}/roles/${grantId}`);
}

type Joining = { team_id: string; leads: boolean; from: string | null };

export function joinTeam(id: string, body: Joining): Promise<PersonRow> {
  return send('POST', `/people/${id}/teams`, { body });
}

export function leaveTeam(id: string, membership: { id: string; leads: boolean }): Promise<void> {
  const { leads } = membership;
  return send('DELETE', `/people/${id}/teams/${membership.id}`, { query: { leads } });
}

export function addTeam(body: { name: string; parent_id: string | null }): Promise<TeamRow> {
  return send('POST', '/teams', { body });
}

export function changeTeam(id: string, body: { name?: string; retired?: boolean }): Promise<TeamRow> {
  return send('PATCH', `/teams/${id}`, { body });
}

export function addProject(body: { name: string }): Promise<ProjectRow> {
  return send('POST', '/projects', { body });
}

type ProjectChange = { name?: string; retired?: boolean; scorecard_id?: string | null };

export function changeProject(id: string, body: ProjectChange): Promise<ProjectRow> {
  return send('PATCH', `/projects/${id}`, { body });
}

export function matchAgent(agentId: string, personId: string): Promise<void> {
  return send('PUT', `/agents/${agentId}/person`, { body: { person_id: personId } });
}

export function unmatchAgent(agentId: string): Promise<void> {
  return send('DELETE', `/agents/${agentId}/person`);
}

/** Enters the people of a table or, with `dryRun`, says what would happen. */
export function importPeople(file: File, dryRun: boolean): Promise<ImportReport> {
  const body = new FormData();
  body.append('dry_run', String(dryRun));
  body.append('file', file);
  return send('POST', '/people/imports', { body });
}
