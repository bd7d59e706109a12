// Notes and strengths: what the agent will read beside the items.
import type { Note } from '../../api/types';

import { bySpot, isTurns, type Spot, spotOf } from '../../text/turns';

/** `pin`: where it is pinned; null: it is about the whole. */
export function newNote(id: string, kind: Note['kind'], pin: Spot | null): Note {
  const span = pin === null || isTurns(pin) ? null : pin;
  return {
    id,
    kind,
    is_one_change: false,
    text: '',
    say_instead: null,
    start_ms: span && Math.round(span.start_ms),
    end_ms: span && Math.round(span.end_ms),
    channel: null,
    ...(pin !== null && isTurns(pin) && { first_turn: pin.first, last_turn: pin.last }),
  };
}

export function editNote(notes: readonly Note[], id: string, part: Partial<Note>): Note[] {
  return notes.map((note) => (note.id === id ? { ...note, ...part } : note));
}

/** One note at most is the one thing to change; marking it again takes the mark away. */
export function toggleOneChange(notes: readonly Note[], id: string): Note[] {
  return notes.map((note) => {
    const is_one_change = note.id === id ? !note.is_one_change : false;
    return note.is_one_change === is_one_change ? note : { ...note, is_one_change };
  });
}

/** A strength cannot be the thing to change. */
export function asKind(notes: readonly Note[], id: string, kind: Note['kind']): Note[] {
  return notes.map((note) =>
    note.id === id
      ? {
          ...note,
          kind,
          is_one_change: kind === 'note' && note.is_one_change,
          say_instead: kind === 'note' ? note.say_instead : null,
        }
      : note,
  );
}

/** A note left without a word says nothing and goes. */
export function isEmpty(note: Note): boolean {
  return note.text.trim() === '' && (note.say_instead ?? '').trim() === '';
}

/** In the order of the call or the text; what is pinned nowhere comes first. */
export function inOrder(notes: readonly Note[]): Note[] {
  const [loose, pinned] = [notes.filter((note) => !spotOf(note)), notes.filter(spotOf)];
  return [...loose, ...pinned.toSorted((one, other) => bySpot(spotOf(one), spotOf(other)))];
}
