// Where in calls something is said, and what is said as a file.
import { queryOptions } from '@tanstack/react-query';
import { send } from './client';

/** An utterance that has what was looked for; times are on the call's timeline. */
export type Hit = {
  recording_id: string;
  number: number;
  role: 'agent' | 'customer' | 'mixed' | 'other' | null;
  start_ms: number;
  end_ms: number;
  parts: HitPart[];
};

/** A piece of what is said; of doubtful words the engine is not sure. */
export type HitPart = { text: string; is_match: boolean; is_doubtful: boolean };

/** The hits of a call as a row of a list shows them: the first few. */
export type CallHits = { items: Hit[]; total: number; total_is_exact: boolean };

export type HitPage = { items: Hit[]; total: number; next: number | null };

/** How many hits of one call are fetched; nobody steps through more. */
const HITS_MOST = 2_000;

/** All hits of a call, as they are heard. */
export function hitsQuery(call_id: string, said: string) {
  return queryOptions({
    queryKey: ['hits', call_id, said],
    queryFn: async ({ signal }): Promise<HitPage> => {
      const path = `/calls/${call_id}/hits`;
      const page = await send<HitPage>('GET', path, { query: { said }, signal });
      while (page.next !== null && page.items.length < HITS_MOST) {
        const more = await send<HitPage>('GET', path, { query: { said, from: page.next }, signal });
        page.items.push(...more.items);
        page.next = more.next;
      }
      return page;
    },
    retry: false,
  });
}

/** What the words of a call can be taken away as; a vCon holds all that is known of the call. */
export const TRANSCRIPT_FORMATS = ['docx', 'txt', 'srt', 'vtt', 'json', 'vcon'] as const;
export type TranscriptFormat = (typeof TRANSCRIPT_FORMATS)[number];

/** Where the browser fetches the words of a call as a file; marks and speakers are worded in `language`. */
export function transcriptAddress(call_id: string, format: TranscriptFormat, language: string): string {
  if (format === 'vcon') return `/api/v1/calls/${call_id}/vcon`;
  return `/api/v1/calls/${call_id}/transcript.${format}?language=${encodeURIComponent(language)}`;
}
