// The entries of a running order while they are typed.
import type { Candidate, NewEntry, ReviewEntry, ReviewPoint } from '../../api/caseReviews';
import { clockOf, msOf } from './moments';

export type DraftEntry = {
  key: string;
  /** A case of a library, which says itself what is heard and asked. */
  case_id: string | null;
  call_id: string;
  from: string;
  to: string;
  minutes: number | null;
  note: string;
  points: ReviewPoint[];
  altered_voice: boolean;
  /** Whether the room may not hear it yet, as far as is known. */
  isClosed: boolean;
};

/** How many minutes an entry takes unless somebody says. */
const MINUTES = 5;

/** What is flagged becomes an entry: its range, or the whole call. What is no good case is heard with altered
 * voices unless the preparer says otherwise. The note stands on the agenda: what a warning says of somebody is
 * not put there by itself. */
export function entryOf(candidate: Candidate, kind: string): DraftEntry {
  const { call_id, start_ms, end_ms, duration_ms, note } = candidate;
  return {
    key: crypto.randomUUID(),
    case_id: null,
    call_id,
    from: clockOf(start_ms ?? 0),
    to: clockOf(end_ms !== null && end_ms > (start_ms ?? 0) ? end_ms + 999 : duration_ms),
    minutes: MINUTES,
    note: candidate.kind === 'warning_case' ? '' : (note ?? kind),
    points: [],
    altered_voice: candidate.kind !== 'good_case',
    isClosed: false,
  };
}

type ChosenCase = { id: string; teaching_line: string; library: { kind: string } };

/** A case on the shelf becomes an entry, heard as its library has it. */
export function entryOfCase({ id, teaching_line, library }: ChosenCase): DraftEntry {
  return {
    key: crypto.randomUUID(),
    case_id: id,
    call_id: '',
    from: '',
    to: '',
    minutes: MINUTES,
    note: library.kind === 'warning' ? '' : teaching_line,
    points: [],
    altered_voice: false,
    isClosed: false,
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
            case_id: heard.case_id,
            call_id: heard.call_id,
            from: clockOf(heard.start_ms),
            to: clockOf(heard.end_ms),
            minutes,
            note: note ?? '',
            points: heard.points,
            altered_voice: heard.altered_voice,
            isClosed: heard.voice === null,
          },
        ],
  );
}

/** The entry as it is sent; null while something in it is missing or is no moment. */
export function draftOf(entry: DraftEntry): NewEntry | null {
  const { call_id, case_id, minutes, points, altered_voice } = entry;
  const note = entry.note.trim();
  if (minutes === null || note === '') return null;
  if (case_id !== null) return { case_id, minutes, note, points: [], altered_voice };
  const [start_ms, end_ms] = [msOf(entry.from), msOf(entry.to)];
  if (start_ms === null || end_ms === null || end_ms <= start_ms) return null;
  return { call_id, start_ms, end_ms, minutes, note, points, altered_voice };
}

/** One entry moved up (-1) or down (1). */
export function moved(entries: readonly DraftEntry[], place: number, by: -1 | 1): DraftEntry[] {
  const next = [...entries];
  const [one] = next.splice(place, 1);
  if (one) next.splice(Math.max(0, place + by), 0, one);
  return next;
}
