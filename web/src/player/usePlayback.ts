// One call being listened to: everything that player and transcript share.
import { useQueries } from '@tanstack/react-query';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { isBeingHidden, peaksPath, signalsQuery, soundAddress } from '../api/recordings';
import { useMay } from '../app/me';
import { originalsOf } from './originals';
import { type Lane, lanesByChannel, lanesOf, type LaneRecording } from './lanes';
import type { Span } from './passage';
import { rememberedHabits, rememberHabits } from './remembered';
import { callTime, durationOf, type Segment, segmentsOf } from './timeline';
import { CallTransport, type PlaybackState } from './transport';

/** A recording as the server shows it. */
export type PlayedRecording = LaneRecording & {
  failure?: { code: string; message: string } | null;
  signals?: { one_sided: boolean; channels: { channel: number; clipped: boolean }[] } | null;
  /** Who is heard, where the file holds one side of the call and another file the other. */
  leg?: string | null;
  /** The recording that was made of this leg and its other; it is heard in place of both. */
  paired_into?: string | null;
  /** How the hiding of card numbers and the like stands. */
  redaction?: { state: string; hidden: number };
};

export interface Playback {
  transport: CallTransport;
  recordings: readonly PlayedRecording[];
  /** Those that whoever listens may not hear before card numbers and the like are taken out. */
  closed: readonly PlayedRecording[];
  /** Those of which the original is heard, since there is nothing else yet. */
  unredacted: readonly PlayedRecording[];
  /** Whether the original is heard and read, with nothing hidden; null where there is no choice. */
  hearsOriginal: boolean | null;
  setHearsOriginal: (original: boolean) => void;
  segments: readonly Segment[];
  lanes: readonly Lane[];
  duration_ms: number;
  /** Where the waveform of a recording is, below the API's address. */
  peaksOf: (recording_id: string) => string;
  silences: readonly Span[];
  overtalk: readonly Span[];
  /** Where somebody is first heard, after ring and announcements; null while that is not known. */
  firstSound_ms: number | null;
  /** Whether signals are still being fetched. */
  isGatheringSignals: boolean;
}

/** Holds the sound of a call's recordings for as long as the component lives. */
export function usePlayback(all: readonly PlayedRecording[]): Playback {
  const transport = useTransport();
  const recordings = useMemo(() => all.filter((recording) => !recording.paired_into), [all]);
  const mayHearOriginals = useMay('hear_originals');
  const closed = useMemo(
    () => (mayHearOriginals ? [] : recordings.filter(isBeingHidden)),
    [recordings, mayHearOriginals],
  );
  const segments = useMemo(
    () => segmentsOf(recordings.filter((recording) => !closed.includes(recording))),
    [recordings, closed],
  );
  const [original, setHearsOriginal] = useState(false);
  const { unredacted, hasChoice } = useMemo(
    () => originalsOf(recordings, mayHearOriginals),
    [recordings, mayHearOriginals],
  );
  const hearsOriginal = hasChoice ? original : null;
  const lanes = useMemo(() => lanesOf(recordings), [recordings]);
  const signals = useSignals(segments);

  useEffect(() => {
    const keys = recordings.map((one): [string, string[]] => [
      one.id,
      lanesByChannel(one).map((lane) => lane.key),
    ]);
    transport.setSegments(segments, new Map(keys));
  }, [transport, recordings, segments]);
  useEffect(() => {
    const hidden = new Map(
      recordings.map((one) => [one.id, isBeingHidden(one) ? 0 : (one.redaction?.hidden ?? 0)]),
    );
    transport.setSounds((recording_id) =>
      soundAddress(recording_id, { original: hearsOriginal === true, hidden: hidden.get(recording_id) ?? 0 }),
    );
  }, [transport, recordings, hearsOriginal]);
  useEffect(() => {
    transport.setSilences(signals.silences);
  }, [transport, signals.silences]);

  return useMemo(
    () => ({
      transport,
      recordings,
      closed,
      unredacted,
      hearsOriginal,
      setHearsOriginal,
      segments,
      lanes,
      duration_ms: durationOf(segments),
      peaksOf: peaksPath,
      ...signals,
    }),
    [transport, recordings, closed, unredacted, hearsOriginal, segments, lanes, signals],
  );
}

/** The transport alone, for pages that need no waveform. */
export function useTransport(): CallTransport {
  const [transport] = useState(() => new CallTransport((recording_id) => soundAddress(recording_id)));
  useEffect(() => {
    transport.open(rememberedHabits());
    const stop = transport.onState(() => {
      const { speed, skipsSilence, volumes } = transport.state();
      rememberHabits({ speed, skipsSilence, volumes });
    });
    return () => {
      stop();
      transport.close();
    };
  }, [transport]);
  return transport;
}

function useSignals(segments: readonly Segment[]) {
  return useQueries({
    queries: segments.map((segment) => signalsQuery(segment.recording_id)),
    combine: (results) => {
      const found = segments.flatMap((segment, place) => {
        const signals = results[place]?.data;
        return signals ? [{ segment, signals }] : [];
      });
      const onCall = (kind: 'silence' | 'overtalk') =>
        found.flatMap(({ segment, signals }) => signals[kind].map((span) => spanOnCall(segment, span)));
      const first = found.find(({ signals }) => signals.first_sound_ms !== null);
      return {
        silences: onCall('silence'),
        overtalk: onCall('overtalk'),
        firstSound_ms: first ? callTime(first.segment, first.signals.first_sound_ms ?? 0) : null,
        isGatheringSignals: results.some((result) => result.isPending),
      };
    },
  });
}

function spanOnCall(segment: Segment, span: Span): Span {
  return { start_ms: callTime(segment, span.start_ms), end_ms: callTime(segment, span.end_ms) };
}

export function usePlaybackState(transport: CallTransport): PlaybackState {
  return useSyncExternalStore(transport.onState, transport.state);
}

/** The position, rounded down to `step_ms`, so that a component draws no oftener than it needs. */
export function usePosition(transport: CallTransport, step_ms: number): number {
  return useSyncExternalStore(transport.onTime, () => Math.floor(transport.position_ms / step_ms) * step_ms);
}
