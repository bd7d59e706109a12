// The words of a call over all its recordings, and how far each of them is.
import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { isNotYetHidden, transcriptQuery } from '../api/recordings';
import type { TranscriptPage } from '../api/types';
import type { PlayedRecording, Playback } from './usePlayback';
import { inOrder, linesOf, type SpokenLine } from './utterances';
import { wordlessOf, type WordlessStretch } from './wordless';

export type WordsState =
  'closed' | 'loading' | 'waiting' | 'not_asked' | 'running' | 'ready' | 'stopped' | 'failed' | 'unreachable';

export interface RecordingWords {
  recording: PlayedRecording;
  state: WordsState;
  /** Why it failed; an empty code where none is known. */
  failure: { code: string; message: string } | null;
  /** How far its words can be trusted, once they are there. */
  quality: TranscriptPage['quality'] | null;
  /** Whether its speakers were guessed from the voices. */
  speakersGuessed: boolean;
  /** Which transcript it is; null before there is one. */
  version: string | null;
  /** How far it is with being transcribed once more; null: it is not. */
  again: Again | null;
  /** How many corrections do not fit the transcript. */
  misfits: number;
}

export type Again = 'waiting' | 'running' | 'failed';

export interface CallWords {
  /** Everything said, in the order in which it is heard; as far as it has come. */
  lines: readonly SpokenLine[];
  recordings: readonly RecordingWords[];
  /** Where somebody speaks and no word could be believed, in order. */
  wordless: readonly WordlessStretch[];
}

export function useCallWords({ segments, recordings, hearsOriginal }: Playback): CallWords {
  const transcripts = useQueries({
    queries: segments.map((segment) => transcriptQuery(segment.recording_id, hearsOriginal === true)),
    combine: (results) =>
      results.map(({ data, isError, error }) => ({
        pages: data,
        isError,
        isClosed: isError && isNotYetHidden(error),
      })),
  });
  return useMemo(() => {
    const heard = segments.flatMap((segment, place) => {
      const recording = recordings.find((one) => one.id === segment.recording_id);
      return recording ? [{ recording, segment, transcript: transcripts[place] }] : [];
    });
    const lines = heard.flatMap(({ recording, segment, transcript }) =>
      linesOf(recording, segment, transcript?.pages?.flatMap((page) => page.items) ?? []),
    );
    const wordless = heard.flatMap(({ recording, segment, transcript }) =>
      wordlessOf(recording, segment, transcript?.pages?.flatMap((page) => page.wordless) ?? []),
    );
    const states = heard.map(({ recording, transcript }) => ({
      recording,
      state: transcript?.isClosed
        ? ('closed' as const)
        : stateOf(transcript?.pages?.[0]?.state, transcript?.isError ?? false),
      failure: failureOf(transcript?.pages?.[0]),
      quality: transcript?.pages?.[0]?.quality ?? null,
      speakersGuessed: transcript?.pages?.[0]?.version?.speakers_guessed ?? false,
      version: transcript?.pages?.[0]?.version?.id ?? null,
      again: AGAIN.find((known) => known === transcript?.pages?.[0]?.again) ?? null,
      misfits: transcript?.pages?.[0]?.misfits ?? 0,
    }));
    wordless.sort((one, other) => one.start_ms - other.start_ms);
    return { lines: inOrder(lines), recordings: states, wordless };
  }, [segments, recordings, transcripts]);
}

const AGAIN: readonly Again[] = ['waiting', 'running', 'failed'];

function failureOf(page: TranscriptPage | undefined): RecordingWords['failure'] {
  return page?.failure ? { code: page.failure_code ?? '', message: page.failure } : null;
}

const STATES: readonly WordsState[] = ['waiting', 'not_asked', 'running', 'ready', 'stopped', 'failed'];

function stateOf(state: string | undefined, isError: boolean): WordsState {
  return STATES.find((known) => known === state) ?? (isError ? 'unreachable' : 'loading');
}
