import { expect, test } from 'vitest';
import { barsOf, totalOf, usualTotalOf } from './bars';

const hour = (arrivals: number, usual: number | null) => ({
  at: '2026-11-26T09:00:00.000Z',
  arrivals,
  usual,
});

test('bars share one scale with the habit', () => {
  expect(barsOf([hour(5, 10), hour(0, null)])).toEqual([
    { x: 0, height: 0.5, usual: 1 },
    { x: 1, height: 0, usual: null },
  ]);
  expect(barsOf([hour(1, 0)])[0]?.height).toBe(0.25);
});

test('a total is compared only with a whole habit', () => {
  expect(totalOf([hour(5, 10), hour(2, 3)])).toBe(7);
  expect(usualTotalOf([hour(5, 10), hour(2, 3.4)])).toBe(13);
  expect(usualTotalOf([hour(5, 10), hour(2, null)])).toBeNull();
});
