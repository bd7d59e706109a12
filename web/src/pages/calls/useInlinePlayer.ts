// One call at a time, played inside the list.
import { useState } from 'react';
import type { CallRow } from '../../api/types';
import { spedBy } from '../../player/passage';
import { type Segment, segmentsOf } from '../../player/timeline';
import type { CallTransport } from '../../player/transport';
import { useListeningReport } from '../../player/useListeningReport';
import { usePlaybackState, useTransport } from '../../player/usePlayback';

const SEEK_MS = 5_000;
const NO_LANES: ReadonlyMap<string, readonly string[]> = new Map();

export type InlinePlayer = {
  transport: CallTransport;
  /** The call that is open in the list, playing or not. */
  callId: string | null;
  isRunning: boolean;
  /** Plays a call from its beginning; the open one stops, or goes on where it was. */
  toggle: (call: CallRow) => void;
  /** Plays a call from this moment on its timeline. */
  playFrom: (call: CallRow, at_ms: number) => void;
  seek: (direction: 1 | -1) => void;
  changeSpeed: (direction: 1 | -1) => void;
  close: () => void;
};

/** What of a call can be played, on its one timeline. */
export function soundOf(call: Pick<CallRow, 'recordings'>): Segment[] {
  return segmentsOf(
    call.recordings.map(({ id, state, offset_ms, duration_ms }) => ({
      id,
      state,
      offset_ms,
      // The list does not say how many channels there are, and lanes are not shown here.
      audio: duration_ms === null ? null : { duration_ms, channel_count: 1 },
    })),
  );
}

export function useInlinePlayer(): InlinePlayer {
  const transport = useTransport();
  const { playing } = usePlaybackState(transport);
  const [callId, setCallId] = useState<string | null>(null);
  useListeningReport(transport, callId, 'list');

  function open(call: CallRow, at_ms = 0) {
    const segments = soundOf(call);
    if (segments.length === 0) return;
    if (call.id !== callId) {
      transport.pause();
      transport.setSegments(segments, NO_LANES);
      setCallId(call.id);
    }
    transport.seek(at_ms);
    void transport.play();
  }

  return {
    transport,
    callId,
    isRunning: playing,
    toggle: (call) => {
      if (call.id === callId) transport.toggle();
      else open(call);
    },
    playFrom: open,
    seek: (direction) => {
      if (callId !== null) transport.skip(direction * SEEK_MS);
    },
    changeSpeed: (direction) => {
      transport.setSpeed(spedBy(transport.state().speed, direction));
    },
    close: () => {
      transport.pause();
      setCallId(null);
    },
  };
}
