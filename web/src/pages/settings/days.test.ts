import { expect, test } from 'vitest';
import { daysBetween, saysNothing, weekdayOf, withDays, yearsOf } from './days';

const off = (date: string) => ({ date, is_working: false, name: null });

test('a holiday of several days is entered at once', () => {
  expect(daysBetween('2026-09-30', '2026-10-02')).toEqual(['2026-09-30', '2026-10-01', '2026-10-02']);
  expect(daysBetween('2026-10-01', '2026-10-01')).toEqual(['2026-10-01']);
  expect(daysBetween('2026-10-02', '2026-10-01')).toEqual([]);
  expect(daysBetween('2026-01-01', '2026-12-31')).toEqual([]);
});

test('a day stands once, and in its order', () => {
  const days = withDays([off('2026-10-02'), off('2026-10-01')], [{ ...off('2026-10-02'), is_working: true }]);
  expect(days.map(({ date, is_working }) => [date, is_working])).toEqual([
    ['2026-10-01', false],
    ['2026-10-02', true],
  ]);
  expect(yearsOf([off('2025-01-01'), ...days])).toEqual(['2026', '2025']);
});

test('a Sunday off says nothing in a week that ends on Friday', () => {
  const week = [true, true, true, true, true, false, false];
  expect(weekdayOf('2026-09-27')).toBe(6);
  expect(saysNothing(off('2026-09-27'), week)).toBe(true);
  expect(saysNothing({ ...off('2026-09-27'), is_working: true }, week)).toBe(false);
  expect(saysNothing(off('2026-10-01'), week)).toBe(false);
});
