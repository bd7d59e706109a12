import { describe, expect, test } from 'vitest';
import { endOfDay, formatDuration, formatInstant, instantIn, parseDuration, wallClockIn } from './instants';

describe('an instant', () => {
  const instant = '2026-11-21T16:05:09Z';

  test('is read in the zone of the workspace, the same in both languages', () => {
    for (const language of ['en', 'zh-CN']) {
      expect(formatInstant(instant, 'minute', language, 'Asia/Shanghai')).toBe('2026-11-22 00:05');
      expect(formatInstant(instant, 'day', language, 'America/New_York')).toBe('2026-11-21');
      expect(formatInstant(instant, 'second', language, 'UTC')).toBe('2026-11-21 16:05:09');
      expect(formatInstant(instant, 'clock', language, 'UTC')).toBe('16:05');
    }
  });

  test('that is none stays as it is', () => {
    expect(formatInstant('soon', 'minute', 'en', 'UTC')).toBe('soon');
  });
});

describe('the end of a day', () => {
  test.each([
    ['Asia/Shanghai', '2026-11-22', '2026-11-22T15:59:59.999Z'],
    ['America/New_York', '2026-11-22', '2026-11-23T04:59:59.999Z'],
    ['UTC', '2026-11-22', '2026-11-22T23:59:59.999Z'],
    // Clocks go back on this day, and forward on the next.
    ['Europe/London', '2026-10-25', '2026-10-25T23:59:59.999Z'],
    ['Europe/London', '2026-03-29', '2026-03-29T22:59:59.999Z'],
  ])('in %s on %s is %s', (zone, day, instant) => {
    expect(endOfDay(day, zone)).toBe(instant);
  });
});

describe('a length of time', () => {
  test.each([
    [0, '0:00'],
    [59_499, '0:59'],
    [252_000, '4:12'],
    [3_852_000, '1:04:12'],
    [-5, '0:00'],
  ])('of %d ms is written %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  test.each([
    ['90', 90_000],
    ['1:30', 90_000],
    [' 1:01:30 ', 3_690_000],
    ['1:75', null],
    ['-1', null],
    ['soon', null],
    ['', null],
  ])('written "%s" is %s ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });
});

test('a moment is set by the clock of the workspace', () => {
  expect(instantIn('Asia/Shanghai', '2026-11-26', '09:30')).toBe('2026-11-26T01:30:00.000Z');
  expect(instantIn('America/New_York', '2026-11-01', '12:00')).toBe('2026-11-01T17:00:00.000Z');
  // And is read by it again, wherever the reader's machine stands.
  expect(wallClockIn('Asia/Shanghai', '2026-11-26T17:30:00.000Z')).toBe('2026-11-27T01:30');
  expect(wallClockIn('America/New_York', '2026-11-01T17:00:00.000Z')).toBe('2026-11-01T12:00');
});
