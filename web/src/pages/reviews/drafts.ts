// The entries of a running order while they are typed.
import type { Candidate, NewEntry, ReviewEntry, ReviewPoint } from '../../api/caseReviews';
import { clockOf, msOf } from './moments';

export type DraftEntry = {
  key: string;
  call_id: string;
  from: string;
  to: string;
  minutes: number | null;
  note: string;
  points: ReviewPoint[];
};

/** How many minutes an entry takes unless somebody says. */
const MINUTES = 5;

/** What is flagged becomes an entry: its range, or the whole call. */
export function entryOf(candidate: Candidate, kind: string): DraftEntry {
  const { call_id, start_ms, end_ms, duration_ms, note } = candidate;
  return {
    key: crypto.randomUUID(),
    call_id,
    from: clockOf(start_ms ?? 0),
    to: clockOf(end_ms !== null && end_ms > (start_ms ?? 0) ? end_ms + 999 : duration_ms),
    minutes: MINUTES,
    note: note ?? kind,
    points: [],
  };
}

/** The entries that there are; what was removed with its call is left out. */
export function entriesOf(entries: readonly ReviewEntry[]): DraftEntry[] {
  return entries.flatMap(({ id, minutes, note, heard }) =>
    heard === null
      ? []
      : [
          {
            key: id,
            call_id: heard.call_id,
            from: clockOf(heard.start_ms),
            to: clockOf(heard.end_ms),
            minutes,
            note: note ?? '',
            points: heard.points,
          },
        ],
  );
}

/** The entry as it is sent; null while something in it is missing or is no moment. */
export function draftOf(entry: DraftEntry): NewEntry | null {
  const [start_ms, end_ms] = [msOf(entry.from), msOf(entry.to)];
  const note = entry.note.trim();
  if (start_ms === null || end_ms === null || end_ms <= start_ms || entry.minutes === null || note === '') {
    return null;
  }
  return { call_id: entry.call_id, start_ms, end_ms, minutes: entry.minutes, note, points: entry.points };
}

/** One entry moved up (-1) or down (1). */
export function moved(entries: readonly DraftEntry[], place: number, by: -1 | 1): DraftEntry[] {
  const next = [...entries];
  const [one] = next.splice(place, 1);
  if (one) next.splice(Math.max(0, place + by), 0, one);
  return next;
}
