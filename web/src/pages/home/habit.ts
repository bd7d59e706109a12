// The one habit to change: what the newest feedback marked, else what loses most.
import type { Evaluation, Trend } from '../../api/types';
import { oneChange, type OneChange } from '../feedback/story';

export type Habit =
  | { from: 'feedback'; evaluation: Evaluation; change: OneChange }
  | { from: 'trend'; item: Trend['items'][number] };

export function habitOf(newest: Evaluation | undefined, trend: Trend | undefined): Habit | null {
  const change = newest ? oneChange(newest) : null;
  if (newest && change) return { from: 'feedback', evaluation: newest, change };
  const item = trend?.items[0];
  return item ? { from: 'trend', item } : null;
}
