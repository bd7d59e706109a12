// The last hours of a source as bars: where each stands and how high.
import type { SourceHour } from '../../api/sources';

export type Bar = { x: number; height: number; usual: number | null };

/** Heights and marks within 0 to 1 of the highest there is; a quiet source is drawn low, not flat. */
export function barsOf(hours: readonly SourceHour[]): Bar[] {
  const most = Math.max(4, ...hours.map(({ arrivals, usual }) => Math.max(arrivals, usual ?? 0)));
  return hours.map(({ arrivals, usual }, place) => ({
    x: place,
    height: arrivals / most,
    usual: usual === null ? null : usual / most,
  }));
}

export function totalOf(hours: readonly SourceHour[]): number {
  return hours.reduce((sum, { arrivals }) => sum + arrivals, 0);
}

/** How much usually comes in these hours; null where too few of them have a habit. */
export function usualTotalOf(hours: readonly SourceHour[]): number | null {
  const known = hours.flatMap(({ usual }) => (usual === null ? [] : [usual]));
  return known.length === hours.length ? Math.round(known.reduce((sum, usual) => sum + usual, 0)) : null;
}
