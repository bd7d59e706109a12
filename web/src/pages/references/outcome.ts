// How far somebody agrees, as the pages say it.
import type { AttemptOutcome } from '../../api/references';

/** The share of items alike in whole per cent; null where nothing was compared. */
export function shareOf({ items, alike }: Pick<AttemptOutcome, 'items' | 'alike'>): number | null {
  return items === 0 ? null : Math.round((alike / items) * 100);
}

/** How a difference of points is said, and by how many. */
export function apartOf(points: number | null): { kind: 'above' | 'below' | 'same'; points: number } | null {
  if (points === null) return null;
  if (points === 0) return { kind: 'same', points: 0 };
  return { kind: points > 0 ? 'above' : 'below', points: Math.abs(points) };
}

/** From which agreement on the share is shown as good. */
export const GOOD_FROM = 85;
