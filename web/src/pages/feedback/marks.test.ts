import { expect, test } from 'vitest';
import { markPins, withMark } from './marks';

test('marks stand in their order, and one second is marked once', () => {
  expect(withMark([5_000], 2_000)).toEqual([2_000, 5_000]);
  expect(withMark([5_000], 5_400)).toEqual([5_000]);
  expect(withMark([5_000], 6_000)).toEqual([5_000, 6_000]);
});

test('each mark is a pin of its own kind at its moment', () => {
  const [pin] = markPins([65_000], 'Your mark');
  expect(pin).toMatchObject({ kind: 'own_mark', start_ms: 65_000, end_ms: 65_000 });
});
