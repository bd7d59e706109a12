import { expect, test } from 'vitest';
import { hintsOf } from './hints';
import type { PlayedRecording } from './usePlayback';

function recording(one_sided: boolean, clipped: boolean[]): PlayedRecording {
  return {
    id: 'r',
    offset_ms: 0,
    state: 'prepared',
    audio: { duration_ms: 60_000, channel_count: clipped.length },
    channels: { 0: 'agent', 1: 'customer' },
    signals: { one_sided, channels: clipped.map((is, channel) => ({ channel, clipped: is })) },
  };
}

test('nothing is said of a recording that is as it should be', () => {
  expect(hintsOf([recording(false, [false, false])])).toEqual({ oneSided: false, clipped: [] });
  expect(hintsOf([{ ...recording(false, []), signals: null }])).toEqual({ oneSided: false, clipped: [] });
});

test('a clipped channel is told by its role, and once', () => {
  const hints = hintsOf([recording(false, [false, true]), recording(true, [false, true])]);
  expect(hints.oneSided).toBe(true);
  expect(hints.clipped.map((lane) => lane.role)).toEqual(['customer']);
});
