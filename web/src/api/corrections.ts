// Corrections of transcripts: made, seen beside what they replaced, taken back.
import { queryOptions } from '@tanstack/react-query';
import { send } from './client';
import type { components } from './schema';

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

/** More than anybody makes of one recording; the youngest come first. */
const SHOWN = 200;

export function correctionsQuery(recording_id: string) {
  return queryOptions({
    queryKey: ['corrections', recording_id],
    queryFn: ({ signal }) =>
      send<{ items: Correction[] }>('GET', `/recordings/${recording_id}/corrections`, {
        query: { limit: SHOWN },
        signal,
      }),
  });
}

export function correct(recording_id: string, body: NewCorrection): Promise<void> {
  return send('POST', `/recordings/${recording_id}/corrections`, { body });
}

/** Agent and customer the other way round in every utterance of a channel where they are known. */
export function exchangeSpeakers(recording_id: string, channel: number): Promise<{ utterances: number }> {
  return send('POST', `/recordings/${recording_id}/corrections/speakers`, { body: { channel } });
}

export function undoCorrection(recording_id: string, id: string): Promise<void> {
  return send('DELETE', `/recordings/${recording_id}/corrections/${id}`);
}
