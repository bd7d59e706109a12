// Agreement over attempts: the arithmetic of the curve and of the table that says the same.
import dayjs from 'dayjs';
import type { ReferenceResult } from '../../api/references';
import type { Words } from '../../api/types';
import { shareOf } from './outcome';

/** How many attempts the curve is made of, the last ones. */
export const CURVE_MOST = 200;

/** One place of the curve: an attempt, or a week with all its attempts. */
export type CurvePoint = {
  /** The day of the attempt, or the Monday of the week. */
  day: string;
  /** What was scored; null: a week. */
  title: Words | null;
  attempts: number;
  items: number;
  alike: number;
  percent: number;
};

type Result = Pick<ReferenceResult, 'finished_at' | 'is_repeat' | 'outcome' | 'title'>;

/**
 * The curve of these results, which come with the last first: an attempt each, or all items of a week together.
 * As for certificates, an attempt at a call that was scored before does not count: its answers were known.
 */
export function curveOf(
  results: readonly Result[],
  by: 'attempt' | 'week',
  dayOf: (instant: string) => string,
): CurvePoint[] {
  const counted = results.filter(({ is_repeat, outcome }) => !is_repeat && outcome.items > 0).reverse();
  const points: Omit<CurvePoint, 'percent'>[] = [];
  for (const { finished_at, outcome, title } of counted) {
    const own = { attempts: 1, items: outcome.items, alike: outcome.alike };
    const day = dayOf(finished_at);
    const last = points.at(-1);
    if (by === 'attempt') points.push({ day, title, ...own });
    else if (last?.day === mondayOf(day)) points[points.length - 1] = together(last, own);
    else points.push({ day: mondayOf(day), title: null, ...own });
  }
  return points.map((point) => ({ ...point, percent: shareOf(point) ?? 0 }));
}

type Counts = Pick<CurvePoint, 'attempts' | 'items' | 'alike'>;

const together = <Point extends Counts>(point: Point, more: Counts): Point => ({
  ...point,
  attempts: point.attempts + more.attempts,
  items: point.items + more.items,
  alike: point.alike + more.alike,
});

/** The Monday of the week of a day, `2026-11-21`. */
function mondayOf(day: string): string {
  const date = dayjs(day);
  return date.subtract((date.day() + 6) % 7, 'day').format('YYYY-MM-DD');
}
