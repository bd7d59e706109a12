// The weekly mean and how sure it is, as the chart and its table draw it.
import type { Trend } from '../../api/types';

/** One week. `low`…`high` is the 95 % interval of the mean, inside 0…100; `passRate` in per cent. */
export type TrendPoint = {
  weekStart: string;
  evaluations: number;
  average: number | null;
  low: number | null;
  high: number | null;
  passRate: number | null;
};

const onScale = (value: number | null) => (value === null ? null : Math.min(100, Math.max(0, value)));

export function pointsOf(weeks: Trend['weeks']): TrendPoint[] {
  return weeks.map((week) => ({
    weekStart: week.week_start,
    evaluations: week.evaluations,
    average: week.average,
    low: onScale(week.low),
    high: onScale(week.high),
    passRate: week.pass_rate === null ? null : Math.round(week.pass_rate * 100),
  }));
}

/** Whether there is anything to draw. */
export function hasScores(points: readonly TrendPoint[]): boolean {
  return points.some((point) => point.average !== null);
}

/** An axis up to 100. */
export type Axis = { floor: number; step: number };

const AXES: readonly Axis[] = [
  { floor: 80, step: 5 },
  { floor: 60, step: 10 },
  { floor: 40, step: 20 },
  { floor: 20, step: 20 },
];
/** Points between the foot of the axis and the lowest thing drawn. */
const FOOT = 4;

/**
 * The narrowest axis that holds every mean and the pass mark, so that changes are seen. Intervals do not
 * widen it: that of two scores may reach from one end to the other, and would press the line flat.
 */
export function axisFor(points: readonly TrendPoint[], passMark: number | null): Axis {
  const drawn = points.map((point) => point.average).concat(passMark);
  const lowest = Math.min(100, ...drawn.filter((value) => value !== null));
  return AXES.find(({ floor }) => lowest >= floor + FOOT) ?? { floor: 0, step: 20 };
}

/** The part of a week's interval that lies on the axis, as its foot and its height. */
export function bandOf({ low, high }: TrendPoint, { floor }: Axis): { foot: number; height: number } | null {
  if (low === null || high === null) return null;
  const foot = Math.max(low, floor);
  return { foot, height: Math.max(0, high - foot) };
}

const hasInterval = (point: TrendPoint | undefined) => point !== undefined && point.low !== null;

/** Whether the intervals of a week's neighbours are missing, so that no band could be drawn through it. */
export function standsAlone(points: readonly TrendPoint[], place: number): boolean {
  return hasInterval(points[place]) && !hasInterval(points[place - 1]) && !hasInterval(points[place + 1]);
}

/** The newest week with a mean against the one before it; null with fewer than two. */
export function latestChange(points: readonly TrendPoint[]): number | null {
  const means = points.flatMap((point) => (point.average === null ? [] : [point.average]));
  const [before, latest] = means.slice(-2);
  if (before === undefined || latest === undefined) return null;
  return Math.round((latest - before) * 100) / 100;
}
