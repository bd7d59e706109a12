import { describe, expect, it } from 'vitest';
import { curveOf } from './curve';

const attempt = (finished_at: string, alike: number, items: number, is_repeat = false) => ({
  finished_at,
  is_repeat,
  title: { en: finished_at },
  outcome: { items, alike, points_apart: null, kappa: null },
});
const dayOf = (instant: string) => instant.slice(0, 10);

/** The last first, as the server lists them. */
const LISTED = [
  attempt('2026-11-23T08:00:00Z', 9, 10),
  attempt('2026-11-22T23:00:00Z', 10, 10, true),
  attempt('2026-11-22T22:00:00Z', 2, 4),
  attempt('2026-11-17T08:00:00Z', 6, 12),
  attempt('2026-11-16T08:00:00Z', 0, 0),
];

describe('the curve of agreement', () => {
  it('goes from attempt to attempt, the first first, each with its own share', () => {
    const curve = curveOf(LISTED, 'attempt', dayOf);
    expect(curve.map(({ day, percent }) => [day, percent])).toEqual([
      ['2026-11-17', 50],
      ['2026-11-22', 50],
      ['2026-11-23', 90],
    ]);
    expect(curve[0]?.title).toEqual({ en: '2026-11-17T08:00:00Z' });
  });

  it('adds up all items of a week, from Monday to Sunday', () => {
    expect(curveOf(LISTED, 'week', dayOf)).toEqual([
      { day: '2026-11-16', title: null, attempts: 2, items: 16, alike: 8, percent: 50 },
      { day: '2026-11-23', title: null, attempts: 1, items: 10, alike: 9, percent: 90 },
    ]);
  });

  it('leaves out what was scored again, and what nothing was compared in', () => {
    expect(curveOf([attempt('2026-11-22T23:00:00Z', 1, 1, true)], 'attempt', dayOf)).toEqual([]);
    expect(curveOf([attempt('2026-11-22T23:00:00Z', 0, 0)], 'week', dayOf)).toEqual([]);
  });

  it('puts an attempt into the day of the workplace, not of the machine', () => {
    const inShanghai = (instant: string) =>
      new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 10);
    expect(curveOf(LISTED, 'week', inShanghai).map(({ day, attempts }) => [day, attempts])).toEqual([
      ['2026-11-16', 1],
      ['2026-11-23', 2],
    ]);
  });
});
