// Scorecards: listed, drafted, compared, published, read out of files, used, tried on the past.
import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import { queryString, refuse, send } from './client';
import { problemFrom } from './problem';
import type { components } from './schema';
import type { Answer, CardDefinition, HearingRule, Preview, Scorecard, ScorecardVersion } from './types';

type Schemas = components['schemas'];

/** A definition as it is typed: the structure of a scorecard's file, mistakes included. */
export type Definition = Record<string, unknown>;
export type CardProblem = Schemas['DocumentProblem'];
export type CardDraft = Omit<Schemas['ScorecardDraft'], 'definition'> & { definition: Definition };
export type Swing = Schemas['Swing'];
export type CheckedCard = {
  problems: CardProblem[];
  card: CardDefinition | null;
  swings: Swing[];
  preview: Preview | null;
};
export type Difference = Schemas['CardDifference'] & {
  change: 'added' | 'removed' | 'moved' | 'changed';
};
export type ReadCard = Omit<Schemas['ReadScorecardResult'], 'definition' | 'sections'> & {
  definition: Definition | null;
  sections: unknown[] | null;
};
export type CardTemplate = { key: string; definition: Definition };
export type CardUse = Schemas['ScorecardUse'];
export type BackTest = Schemas['BackTest'];
export type BackTestComparison = Schemas['BackTestComparison'];
export type Published = Schemas['PublishedScorecard'];

export const cardsQuery = queryOptions({
  queryKey: ['cards', 'list'],
  queryFn: ({ signal }) => send<{ items: Scorecard[] }>('GET', '/scorecards', { signal }),
});

export const templatesQuery = queryOptions({
  queryKey: ['cards', 'templates'],
  queryFn: ({ signal }) => send<{ items: CardTemplate[] }>('GET', '/scorecard-templates', { signal }),
  staleTime: Infinity,
});

export const cardUsesQuery = queryOptions({
  queryKey: ['cards', 'uses'],
  queryFn: ({ signal }) => send<{ items: CardUse[] }>('GET', '/scorecard-uses', { signal }),
});

export function cardVersionQuery(id: string) {
  return queryOptions({
    queryKey: ['cards', 'version', id],
    queryFn: ({ signal }) => send<ScorecardVersion>('GET', `/scorecard-versions/${id}`, { signal }),
    staleTime: Infinity,
  });
}

export function versionDifferencesQuery(from: string, to: string) {
  return queryOptions({
    queryKey: ['cards', 'version', to, 'differences', from],
    queryFn: ({ signal }) =>
      send<{ items: Difference[] }>('GET', `/scorecard-versions/${to}/differences`, {
        query: { from },
        signal,
      }),
    staleTime: Infinity,
  });
}

/** Never kept: what another window saved must be seen. */
export function cardDraftQuery(id: string) {
  return queryOptions({
    queryKey: ['cards', 'draft', id],
    queryFn: ({ signal }) => send<CardDraft>('GET', `/scorecards/${id}/draft`, { signal }),
    gcTime: 0,
    staleTime: Infinity,
    retry: false,
  });
}

/** The draft as it is stored now. */
export function readCardDraft(id: string): Promise<CardDraft> {
  return send('GET', `/scorecards/${id}/draft`);
}

export function draftDifferencesQuery(id: string, edit: number) {
  return queryOptions({
    queryKey: ['cards', 'draft', id, 'differences', edit],
    queryFn: ({ signal }) =>
      send<{ items: Difference[] }>('GET', `/scorecards/${id}/draft/differences`, { signal }),
    gcTime: 0,
    retry: false,
  });
}

/** What a definition comes to, with answers to try it. */
export function checkQuery(definition: Definition, answers: Record<string, Answer>) {
  return queryOptions({
    queryKey: ['cards', 'check', definition, answers],
    queryFn: ({ signal }) =>
      send<CheckedCard>('POST', '/scorecards/check', { body: { definition, answers }, signal }),
    placeholderData: keepPreviousData,
    gcTime: 0,
    staleTime: Infinity,
  });
}

export type BackTestOf = { id: string; edit: number; purposes: string[] };

/** Leaving the page ends it. */
/** The server writes a line break after every step, and says before how many there will be. */
async function runBackTest(
  address: string,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<BackTest> {
  onProgress(0);
  const response = await fetch(address, { signal }).catch((error: unknown) => {
    throw signal.aborted ? error : problemFrom(error);
  });
  if (!response.ok || !response.body) return refuse(response);
  const steps = Number(response.headers.get('earmark-steps') ?? 0);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    text += value;
    onProgress(shareDone(text, steps));
  }
  return JSON.parse(text) as BackTest;
}

/** How much is done: what is answered so far is a line break for each step, then the answer. */
export function shareDone(text: string, steps: number): number {
  const done = text.length - text.trimStart().length;
  return steps > 0 ? Math.min(done / steps, 1) : 0;
}

/** `onProgress`: how much of it is done, 0 to 1. */
export function backTestQuery(
  { id, edit, purposes }: BackTestOf,
  onProgress: (share: number) => void = () => undefined,
) {
  return queryOptions({
    queryKey: ['cards', 'draft', id, 'back-test', edit, purposes],
    queryFn: ({ signal }) =>
      runBackTest(
        `/api/v1/scorecards/${id}/back-test?${queryString({ purpose: purposes.join(',') })}`,
        onProgress,
        signal,
      ),
    gcTime: 0,
    retry: false,
  });
}

type NewCard = { key: string; title?: Record<string, string>; definition?: Definition; copy_of?: string };

export function beginCard(body: NewCard): Promise<CardDraft> {
  return send('POST', '/scorecards', { body });
}

/** `edit` is the save that this is based on; 0 begins the draft. */
export function saveCardDraft(id: string, edit: number, definition: Definition): Promise<CardDraft> {
  return send('PUT', `/scorecards/${id}/draft`, { body: { edit, definition } });
}

export function discardCardDraft(id: string, edit: number): Promise<void> {
  return send('DELETE', `/scorecards/${id}/draft`, { query: { edit } });
}

export function publishCard(id: string, edit: number): Promise<Published> {
  return send('POST', `/scorecards/${id}/draft/publish`, { body: { edit } });
}

export function retireCard(id: string, retired: boolean): Promise<void> {
  return send('PATCH', `/scorecards/${id}`, { body: { retired } });
}

export function readCard(body: {
  yaml?: string;
  table?: string;
  method?: 'weighted' | 'points';
  language?: string;
}): Promise<ReadCard> {
  return send('POST', '/scorecards/read', { body });
}

export function yamlAddress(versionId: string): string {
  return `/api/v1/scorecard-versions/${versionId}/yaml`;
}

export function draftYamlAddress(id: string): string {
  return `/api/v1/scorecards/${id}/draft/yaml`;
}

/** Begins the draft of a published card with what its last version says, to the letter. */
export async function beginDraftOf(card: Pick<Scorecard, 'id' | 'versions'>): Promise<CardDraft> {
  const latest = card.versions[0];
  if (!latest) throw new Error('a card without versions has a draft');
  const response = await fetch(yamlAddress(latest.id));
  if (!response.ok) await refuse(response);
  const { definition } = await readCard({ yaml: await response.text() });
  return saveCardDraft(card.id, 0, definition ?? {});
}

type NewUse = {
  scorecard_id: string;
  project_id: string | null;
  queue_id: string | null;
  purpose: string | null;
};

export function putCardUse(body: NewUse): Promise<void> {
  return send('POST', '/scorecard-uses', { body });
}

export function deleteCardUse(id: string): Promise<void> {
  return send('DELETE', `/scorecard-uses/${id}`);
}

/** After a change: lists and choosers of cards ask again. */
export async function cardsChanged(queryClient: QueryClient) {
  const names = [['cards', 'list'], ['cards', 'uses'], ['directory'], ['people', 'projects']];
  await Promise.all(names.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
}

/** What holds for answers and appeals on a scorecard. */
export function hearingRuleQuery(id: string) {
  return queryOptions({
    queryKey: ['cards', 'hearing', id],
    queryFn: ({ signal }) => send<HearingRule>('GET', `/scorecards/${id}/hearing`, { signal }),
  });
}

export function putHearingRule(id: string, rule: HearingRule): Promise<HearingRule> {
  return send('PUT', `/scorecards/${id}/hearing`, { body: rule });
}
