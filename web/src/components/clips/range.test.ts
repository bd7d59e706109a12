import { expect, test } from 'vitest';
import { clipRange } from './range';

const SEGMENTS = [
  { recording_id: 'a', start_ms: 0, end_ms: 10_000, from_ms: 0 },
  { recording_id: 'b', start_ms: 12_000, end_ms: 20_000, from_ms: 0 },
];

test('a clip lies within one recording', () => {
  expect(clipRange(SEGMENTS, { start_ms: 2_000.4, end_ms: 5_000 })).toEqual({
    recording_id: 'a',
    start_ms: 2_000,
    end_ms: 5_000,
    isCut: false,
  });
  expect(clipRange(SEGMENTS, { start_ms: 8_000, end_ms: 15_000 })).toMatchObject({
    recording_id: 'a',
    end_ms: 10_000,
    isCut: true,
  });
  expect(clipRange(SEGMENTS, { start_ms: 11_000, end_ms: 15_000 })).toMatchObject({
    recording_id: 'b',
    start_ms: 12_000,
  });
});

test('of nothing, or too little, there is no clip', () => {
  expect(clipRange(SEGMENTS, { start_ms: 10_200, end_ms: 11_900 })).toBeNull();
  expect(clipRange(SEGMENTS, { start_ms: 2_000, end_ms: 2_900 })).toBeNull();
  expect(clipRange([], { start_ms: 0, end_ms: 9_000 })).toBeNull();
});
