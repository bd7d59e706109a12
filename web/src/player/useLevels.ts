// The waveform of a whole call, as fine as the zoom asks for.
import { keepPreviousData, useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { peaksQuery } from '../api/recordings';
import type { Peaks } from '../api/types';
import { peaksZoom, type Waveform, waveformOf } from './lanes';
import type { Playback } from './usePlayback';

export interface Levels {
  levels: Waveform;
  /** Whether all that is to come is there. */
  isReady: boolean;
  /** A waveform could not be fetched; the sound may play all the same. */
  isMissing: boolean;
}

export function useLevels(playback: Playback, px_per_second: number): Levels {
  const { segments, recordings, lanes, duration_ms, peaksOf } = playback;
  const zoom_ms = peaksZoom(duration_ms, px_per_second);
  const fetched = useQueries({
    queries: segments.map((segment) => ({
      ...peaksQuery(peaksOf(segment.recording_id), zoom_ms),
      placeholderData: keepPreviousData<Peaks>,
    })),
    combine: (results) => ({
      peaks: results.map((result) => result.data),
      isReady: results.every((result) => !result.isPending),
      isMissing: results.some((result) => result.isError),
    }),
  });
  const levels = useMemo(() => {
    const pieces = segments.flatMap((segment, place) => {
      const recording = recordings.find((one) => one.id === segment.recording_id);
      return recording ? [{ segment, recording, peaks: fetched.peaks[place] }] : [];
    });
    const finest = Math.max(...fetched.peaks.map((peaks) => peaks?.zoom_ms ?? zoom_ms), zoom_ms);
    return waveformOf(pieces, lanes, duration_ms, finest);
  }, [segments, recordings, lanes, duration_ms, zoom_ms, fetched.peaks]);
  return { levels, isReady: fetched.isReady, isMissing: fetched.isMissing };
}
