// Corrections of transcripts: made, seen beside what they replaced, taken back.
import { queryOptions } from '@tanstack/react-query';
import { send } from './client';
import type { components } from './schema';
import type { Page } from './types';

export type Speaker = 'agent' | 'customer' | 'other';
export type Correction = Omit<components['schemas']['Correction'], 'speaker'> & { speaker: Speaker | null };

/** What is to be corrected of an utterance; what is left out stays. */
export interface NewCorrection {
  number: number;
  /** The words that stood there, with `text`. */
  before?: string;
  text?: string;
  speaker?: Speaker;
  start_ms?: number;
  end_ms?: number;
}

/** All that were ever made; those that hold and lie on one utterance; those that hold and do not fit. */
export type WhichCorrections = { number?: number; misfits?: true };

const A_PAGE = 200;

/** The youngest come first. */
export function correctionsQuery(recording_id: string, which: WhichCorrections = {}) {
  return queryOptions({
    queryKey: ['corrections', recording_id, which],
    queryFn: async ({ signal }): Promise<Correction[]> => {
      const all: Correction[] = [];
      let cursor: string | undefined;
      do {
        const page: Page<Correction> = await send('GET', `/recordings/${recording_id}/corrections`, {
          query: { ...which, limit: A_PAGE, cursor },
          signal,
        });
        all.push(...page.items);
        cursor = page.next ?? undefined;
      } while (cursor !== undefined);
      return all;
    },
  });
}

export function correct(recording_id: string, body: NewCorrection): Promise<void> {
  return send('POST', `/recordings/${recording_id}/corrections`, { body });
}

/** Agent and customer the other way round in every utterance of a channel where they are known; a second time
 * takes that back. */
export function exchangeSpeakers(recording_id: string, channel: number): Promise<{ utterances: number }> {
  return send('POST', `/recordings/${recording_id}/corrections/speakers`, { body: { channel } });
}

export function undoCorrection(recording_id: string, id: string): Promise<void> {
  return send('DELETE', `/recordings/${recording_id}/corrections/${id}`);
}
