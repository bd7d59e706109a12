// A sound by itself, a clip or a case, with the player of calls: it has a timeline of its own that begins
// at nought, and its waveform is fetched where it lies.
import { useEffect, useMemo } from 'react';
import { lanesByChannel, lanesOf } from './lanes';
import { type PlayedRecording, type Playback, useTransport } from './usePlayback';

export interface PlayableSound {
  /** Whatever names it; unique in the page. */
  id: string;
  /** Where the browser streams it from. */
  address: string;
  /** Where its waveform is, below the API's address. */
  peaks: string;
  length_ms: number;
  /** Who is heard on which channel, counted from 0. */
  channels: Record<string, string>;
  channel_count: number;
}

const NOTHING: [] = [];
const noChoice = () => undefined;

/** Holds the sound for as long as the component lives; null where there is nothing to hear (yet). */
export function useSoundPlayback(sound: PlayableSound | null): Playback {
  const transport = useTransport();
  const address = sound?.address ?? null;
  const recordings = useMemo(() => recordingsOf(sound), [sound]);
  const segments = useMemo(
    () =>
      sound === null || sound.length_ms <= 0
        ? NOTHING
        : [{ recording_id: sound.id, start_ms: 0, end_ms: sound.length_ms, from_ms: 0 }],
    [sound],
  );
  const lanes = useMemo(() => lanesOf(recordings), [recordings]);
  useEffect(() => {
    if (address !== null) transport.setSounds(() => address);
    const keys = recordings.map((one): [string, string[]] => [
      one.id,
      lanesByChannel(one).map((lane) => lane.key),
    ]);
    transport.setSegments(segments, new Map(keys));
  }, [transport, recordings, segments, address]);
  return useMemo(
    () => ({
      transport,
      recordings,
      closed: NOTHING,
      unredacted: NOTHING,
      hearsOriginal: null,
      setHearsOriginal: noChoice,
      segments,
      lanes,
      duration_ms: sound?.length_ms ?? 0,
      peaksOf: () => sound?.peaks ?? '',
      silences: NOTHING,
      overtalk: NOTHING,
      firstSound_ms: null,
      isGatheringSignals: false,
    }),
    [transport, recordings, segments, lanes, sound],
  );
}

function recordingsOf(sound: PlayableSound | null): PlayedRecording[] {
  if (sound === null) return [];
  const { id, length_ms, channels, channel_count } = sound;
  const audio = { duration_ms: length_ms, channel_count };
  return [{ id, offset_ms: 0, state: 'prepared', audio, channels }];
}
