import { expect, test } from 'vitest';
import { daysSince, formatBytes, formatShare } from './sizes';

test('bytes are told in the unit that fits', () => {
  expect(formatBytes(0, 'en')).toBe('0 byte');
  expect(formatBytes(1_536, 'en')).toBe('1.5 kB');
  expect(formatBytes(48 * 1024 * 1024, 'en')).toBe('48 MB');
  expect(formatBytes(2 ** 60, 'en')).toBe('1,048,576 TB');
});

test('a share never exceeds the whole and is nothing of what is not known', () => {
  expect(formatShare(1, 4, 'en')).toBe('25%');
  expect(formatShare(5, 4, 'en')).toBe('100%');
  expect(formatShare(5, 0, 'en')).toBe('0%');
});

test('an age is counted in whole days', () => {
  const now = Date.parse('2026-11-26T12:00:00Z');
  expect(daysSince('2026-11-25T12:00:01Z', now)).toBe(0);
  expect(daysSince('2026-11-25T12:00:00Z', now)).toBe(1);
  expect(daysSince('2026-11-27T12:00:00Z', now)).toBe(0);
});
