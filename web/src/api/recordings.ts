// What is known of a recording: its sound, waveform, signals and words.
import { experimental_streamedQuery as streamedQuery, queryOptions } from '@tanstack/react-query';
import { send } from './client';
import { ApiProblem } from './problem';
import type { Call, Peaks, Recording, Signals, TranscriptPage } from './types';

/** How often what is still being made is asked for again. */
const POLL_MS = 4_000;
const UTTERANCES_A_PAGE = 200;

/** How often what is being hidden is asked for again: it takes as long as a transcription. */
const HIDING_POLL_MS = 15_000;
/** HTTP 409: what is to be hidden is not hidden yet. */
const NOT_YET = 409;

/**
 * Where the browser streams the sound from; `original`: with nothing hidden. Once something is `hidden` the
 * address is another: what an open page has of the sound of before is not played on.
 */
export function soundAddress(recording_id: string, { original = false, hidden = 0 } = {}): string {
  const address = `/api/v1/recordings/${recording_id}/${original ? 'original/audio' : 'audio'}`;
  return original || hidden === 0 ? address : `${address}?hidden=${String(hidden)}`;
}

export function callQuery(call_id: string) {
  return queryOptions({
    queryKey: ['call', call_id],
    queryFn: ({ signal }) => send<Call>('GET', `/calls/${call_id}`, { signal }),
    refetchInterval: ({ state }) => {
      if (state.data?.recordings.some(isBeingPrepared)) return POLL_MS;
      return state.data?.recordings.some(isBeingHidden) ? HIDING_POLL_MS : false;
    },
  });
}

/** Says who is heard on which channel, counted from 0. */
export function setSides(recording_id: string, channels: Record<string, string>): Promise<unknown> {
  return send('PUT', `/recordings/${recording_id}/sides`, { body: { channels } });
}

function isBeingPrepared(recording: Recording): boolean {
  return recording.state === 'accepted';
}

/** Whether card numbers and the like are still to be taken out of it. */
export function isBeingHidden(recording: { redaction?: { state: string } }): boolean {
  const { state } = recording.redaction ?? { state: 'off' };
  return state === 'pending' || state === 'words';
}

/** Where the waveform of a recording is. */
export function peaksPath(recording_id: string): string {
  return `/recordings/${recording_id}/peaks`;
}

/** A finished recording never changes, so neither does its waveform. */
export function peaksQuery(path: string, zoom_ms: number) {
  return queryOptions({
    queryKey: ['peaks', path, zoom_ms],
    queryFn: ({ signal }) => send<Peaks>('GET', path, { query: { zoom_ms }, signal }),
    staleTime: Infinity,
    gcTime: 60_000,
  });
}

const NO_SIGNALS: Signals = { silence: [], overtalk: [], first_sound_ms: null };

/** Silence and overtalk; nothing where they were not worked out for this recording. */
export function signalsQuery(recording_id: string) {
  return queryOptions({
    queryKey: ['signals', recording_id],
    queryFn: async ({ signal }): Promise<Signals> => {
      try {
        return await send<Signals>('GET', `/recordings/${recording_id}/signals`, { signal });
      } catch (error) {
        if (error instanceof ApiProblem && error.status === 404) return NO_SIGNALS;
        throw error;
      }
    },
    staleTime: Infinity,
  });
}

/** The words, page after page as they come; asked for again while they are being made. `original`: with
 * nothing hidden. */
export function transcriptQuery(recording_id: string, original = false) {
  return queryOptions({
    queryKey: ['transcript', recording_id, original],
    queryFn: streamedQuery<TranscriptPage, TranscriptPage[]>({
      refetchMode: 'replace',
      streamFn: ({ signal }) => transcriptPages(recording_id, original, signal),
    }),
    refetchInterval: ({ state }) => {
      if (isNotYetHidden(state.error)) return HIDING_POLL_MS;
      return isUnderWay(state.data?.[0]?.state) ? POLL_MS : false;
    },
    retry: (failures, error) => !isNotYetHidden(error) && failures < 2,
    staleTime: Infinity,
  });
}

/** Whether somebody was turned away because what is to be hidden is not hidden yet. */
export function isNotYetHidden(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === NOT_YET;
}

/** The server's word for what stays closed until somebody does something about it. */
const NEVER_BY_ITSELF = 'cannot_be_redacted';

/** Whether that does not come about by itself: the words were given up, or somebody stopped them. */
export function cannotBeHidden(error: unknown): boolean {
  return error instanceof ApiProblem && error.code === NEVER_BY_ITSELF;
}

async function* transcriptPages(
  recording_id: string,
  original: boolean,
  signal: AbortSignal,
): AsyncGenerator<TranscriptPage> {
  let from: number | null | undefined = 0;
  while (typeof from === 'number') {
    const query = { from, limit: UTTERANCES_A_PAGE };
    const path = `/recordings/${recording_id}/${original ? 'original/transcript' : 'transcript'}`;
    const page: TranscriptPage = await send('GET', path, { query, signal });
    yield page;
    from = page.next;
  }
}

function isUnderWay(state: string | undefined): boolean {
  return state === 'waiting' || state === 'running';
}
