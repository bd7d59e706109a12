import { expect, test } from 'vitest';
import { lagOf } from './lag';

test('a lag is told in the largest unit that says enough', () => {
  expect(lagOf(4_000)).toEqual({ unit: 'seconds', count: 4 });
  expect(lagOf(119_000)).toEqual({ unit: 'seconds', count: 119 });
  expect(lagOf(10 * 60_000)).toEqual({ unit: 'minutes', count: 10 });
  expect(lagOf(3 * 3_600_000)).toEqual({ unit: 'hours', count: 3 });
  expect(lagOf(72 * 3_600_000)).toEqual({ unit: 'days', count: 3 });
});
