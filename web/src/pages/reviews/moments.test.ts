import { expect, test } from 'vitest';
import { clockOf, msOf, weekOf } from './moments';

test('moments are read as they are written', () => {
  expect(clockOf(0)).toBe('0:00');
  expect(clockOf(155_950)).toBe('2:35');
  expect(clockOf(-61_000)).toBe('1:01');
  expect(msOf('2:35')).toBe(155_000);
  expect(msOf('2：05')).toBe(125_000);
  expect(msOf('90')).toBe(90_000);
  expect(msOf('1:75')).toBeNull();
  expect(msOf('soon')).toBeNull();
});

test('a week begins on Monday', () => {
  expect(weekOf('2026-11-27')).toEqual({ from: '2026-11-23', to: '2026-11-29' });
  expect(weekOf('2026-11-23')).toEqual({ from: '2026-11-23', to: '2026-11-29' });
  expect(weekOf('2026-11-29')).toEqual({ from: '2026-11-23', to: '2026-11-29' });
});
