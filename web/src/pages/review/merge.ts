// Two windows on one draft: what was changed here and what was changed there, question by question
// and note by note. Where both changed the same, this window wins, because somebody works in it.
import { canonical, type Content } from './draft';
import type { Note, SaleFinding } from '../../api/types';

export interface Merged {
  content: Content;
  /** How many questions and notes came from the other window. */
  taken: number;
  /** How many both had changed, differently. */
  contested: number;
}

export function mergeContent(base: Content, mine: Content, theirs: Content): Merged {
  const answers = mergeEntries(base.answers, mine.answers, theirs.answers);
  const notes = mergeEntries(byId(base), byId(mine), byId(theirs));
  const finding = mergeEntries(sale(base), sale(mine), sale(theirs));
  return {
    content: {
      ...mine,
      answers: answers.entries,
      notes: withOneChange(Object.values(notes.entries), mine.notes),
      ...('finding' in finding.entries && { finding: finding.entries.finding }),
    },
    taken: answers.taken + notes.taken + finding.taken,
    contested: answers.contested + notes.contested + finding.contested,
  };
}

/** Only one note is the thing to change; where each window marked one, this window's stays. */
function withOneChange(notes: readonly Note[], mine: readonly Note[]): Note[] {
  const marked = notes.filter((note) => note.is_one_change);
  if (marked.length < 2) return [...notes];
  const kept =
    marked.find((note) => mine.some((own) => own.id === note.id && own.is_one_change)) ?? marked[0];
  return notes.map((note) =>
    note.is_one_change && note !== kept ? { ...note, is_one_change: false } : note,
  );
}

/** What was found of the sale, as one entry; none where this is no verification. */
function sale({ finding }: Content): Record<string, SaleFinding | null> {
  return finding === undefined ? {} : { finding };
}

function byId(content: Content): Record<string, Content['notes'][number]> {
  return Object.fromEntries(content.notes.map((note) => [note.id, note]));
}

function mergeEntries<T>(base: Record<string, T>, mine: Record<string, T>, theirs: Record<string, T>) {
  const entries: Record<string, T> = {};
  let [taken, contested] = [0, 0];
  for (const key of new Set([...Object.keys(mine), ...Object.keys(theirs)])) {
    const here = canonical(mine[key]) !== canonical(base[key]);
    const there = canonical(theirs[key]) !== canonical(base[key]);
    const agree = canonical(mine[key]) === canonical(theirs[key]);
    if (there && !here) taken += 1;
    if (there && here && !agree) contested += 1;
    const value = there && !here ? theirs[key] : mine[key];
    if (value !== undefined) entries[key] = value;
  }
  return { entries, taken, contested };
}
