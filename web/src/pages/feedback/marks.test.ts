import { expect, test } from 'vitest';
import { withMark } from './marks';

test('marks stand in their order, and one second is marked once', () => {
  expect(withMark([5_000], 2_000)).toEqual([2_000, 5_000]);
  expect(withMark([5_000], 5_400)).toEqual([5_000]);
  expect(withMark([5_000], 6_000)).toEqual([5_000, 6_000]);
});
