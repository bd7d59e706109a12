import { expect, test } from 'vitest';
import { apartOf, shareOf } from './outcome';

test('the share of items alike is said in whole per cent, and not where nothing was compared', () => {
  expect(shareOf({ items: 12, alike: 11 })).toBe(92);
  expect(shareOf({ items: 3, alike: 0 })).toBe(0);
  expect(shareOf({ items: 0, alike: 0 })).toBeNull();
});

test('a difference of points is above, below, the same, or unknown', () => {
  expect(apartOf(4.5)).toEqual({ kind: 'above', points: 4.5 });
  expect(apartOf(-10)).toEqual({ kind: 'below', points: 10 });
  expect(apartOf(0)).toEqual({ kind: 'same', points: 0 });
  expect(apartOf(null)).toBeNull();
});
