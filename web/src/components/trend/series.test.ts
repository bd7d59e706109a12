import { describe, expect, it } from 'vitest';
import { axisFor, bandOf, hasScores, latestChange, pointsOf, standsAlone } from './series';

const week = (
  week_start: string,
  average: number | null,
  low: number | null = null,
  high: number | null = null,
) => ({
  week_start,
  evaluations: average === null ? 0 : low === null ? 1 : 3,
  average,
  low,
  high,
  pass_rate: average === null ? null : 2 / 3,
});

describe('the weekly trend', () => {
  it('keeps the interval on the scale of scores', () => {
    const [point] = pointsOf([week('2026-11-16', 97, 88.5, 105.5)]);
    expect(point).toMatchObject({ low: 88.5, high: 100 });
  });

  it('says the pass rate in whole per cent', () => {
    expect(pointsOf([week('2026-11-16', 90)])[0]?.passRate).toBe(67);
  });

  it('keeps a week without scores as a gap, and one score as a point without an interval', () => {
    const points = pointsOf([week('2026-11-09', null), week('2026-11-16', 80)]);
    expect(points.map((point) => point.average)).toEqual([null, 80]);
    expect(points[1]).toMatchObject({ low: null, high: null });
    expect(hasScores(points)).toBe(true);
    expect(hasScores(points.slice(0, 1))).toBe(false);
  });

  it('has the narrowest axis that holds the means and the pass mark, whatever the intervals', () => {
    const points = pointsOf([week('2026-11-16', 74, 20, 100)]);
    expect(axisFor(points, 85)).toEqual({ floor: 60, step: 10 });
    expect(axisFor(points, 55)).toEqual({ floor: 40, step: 20 });
    expect(axisFor(pointsOf([week('2026-11-16', 92)]), 85)).toEqual({ floor: 80, step: 5 });
    expect(axisFor(pointsOf([week('2026-11-16', 4, 0, 20)]), null)).toEqual({ floor: 0, step: 20 });
  });

  it('cuts a band at the foot of the axis', () => {
    const [wide, narrow, without] = pointsOf([
      week('2026-11-02', 74, 20, 100),
      week('2026-11-09', 80, 70, 90),
      week('2026-11-16', 80),
    ]).map((point) => bandOf(point, { floor: 60, step: 10 }));
    expect(wide).toEqual({ foot: 60, height: 40 });
    expect(narrow).toEqual({ foot: 70, height: 20 });
    expect(without).toBeNull();
  });

  it('knows a week whose interval no band could reach', () => {
    const points = pointsOf([
      week('2026-10-26', 80, 70, 90),
      week('2026-11-02', 82),
      week('2026-11-09', 83, 75, 91),
      week('2026-11-16', 85, 80, 90),
    ]);
    expect(points.map((_, place) => standsAlone(points, place))).toEqual([true, false, false, false]);
  });

  it('compares the two newest weeks that have a mean, however far apart', () => {
    const points = pointsOf([week('2026-11-02', 80), week('2026-11-09', null), week('2026-11-16', 84.25)]);
    expect(latestChange(points)).toBe(4.25);
    expect(latestChange(points.slice(0, 2))).toBeNull();
  });
});
