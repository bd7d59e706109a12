import { expect, it } from 'vitest';
import { daysLeft } from './daysLeft';

it('counts whole days, and never below none', () => {
  const now = Date.parse('2026-11-24T10:00:00Z');
  expect(daysLeft('2026-11-27T16:00:00Z', now)).toBe(3);
  expect(daysLeft('2026-11-24T16:00:00Z', now)).toBe(0);
  expect(daysLeft('2026-11-20T16:00:00Z', now)).toBe(0);
});
