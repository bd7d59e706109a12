// When an assignment is due, said as people say it: by the workspace's own days.
import type { Assignment } from '../../api/types';

export type Due =
  | { word: 'overdue'; days: number }
  | { word: 'today' | 'tomorrow' }
  | { word: 'on_day'; at: string }
  | { word: 'no_date' };

/** Days since 1970 of an instant's local date in a zone. */
function dayNumber(at: Date, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(at);
  return Math.round(Date.parse(`${parts}T00:00:00Z`) / 86_400_000);
}

export function dueOf(assignment: Pick<Assignment, 'due_at' | 'is_overdue'>, now: Date, zone: string): Due {
  if (assignment.due_at === null) return { word: 'no_date' };
  const days = dayNumber(new Date(assignment.due_at), zone) - dayNumber(now, zone);
  if (assignment.is_overdue) return { word: 'overdue', days: Math.max(0, -days) };
  if (days <= 0) return { word: 'today' };
  if (days === 1) return { word: 'tomorrow' };
  return { word: 'on_day', at: assignment.due_at };
}
