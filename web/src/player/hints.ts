// What the server found out about the sound, for whoever is about to judge by it.
import { type Lane, lanesByChannel } from './lanes';
import type { PlayedRecording } from './usePlayback';

export interface Hints {
  /** On one channel of a recording nobody is ever heard. */
  oneSided: boolean;
  /** The lanes that are so loud that they are distorted. */
  clipped: Lane[];
}

export function hintsOf(recordings: readonly PlayedRecording[]): Hints {
  const clipped = new Map<string, Lane>();
  for (const recording of recordings) {
    const lanes = lanesByChannel(recording);
    for (const channel of recording.signals?.channels ?? []) {
      const lane = lanes[channel.channel];
      if (channel.clipped && lane) clipped.set(lane.key, lane);
    }
  }
  const oneSided = recordings.some((recording) => recording.signals?.one_sided === true);
  return { oneSided, clipped: [...clipped.values()] };
}
