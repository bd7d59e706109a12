import { expect, test } from 'vitest';
import { hours, timesRealTime } from './figures';

test('hours have one digit, and something is never nothing', () => {
  expect([0, 1, 5_400_000, 360_000_000].map(hours)).toEqual(['0', '0.1', '1.5', '100.0']);
});

test('speed is told where there was work', () => {
  expect(timesRealTime({ audio_ms: 0, spent_ms: 0 })).toBeNull();
  expect(timesRealTime({ audio_ms: 60_000, spent_ms: 10_000 })).toBe('6.0');
  expect(timesRealTime({ audio_ms: 600_000, spent_ms: 20_000 })).toBe('30');
});
