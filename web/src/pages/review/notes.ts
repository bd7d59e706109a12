// Notes and strengths: what the agent will read beside the items.
import type { Note } from '../../api/types';

/** Where in the call something is pinned: a moment where both are the same. */
export interface Pin {
  start_ms: number;
  end_ms: number;
}

export function newNote(id: string, kind: Note['kind'], pin: Pin | null): Note {
  return {
    id,
    kind,
    is_one_change: false,
    text: '',
    say_instead: null,
    start_ms: pin === null ? null : Math.round(pin.start_ms),
    end_ms: pin === null ? null : Math.round(pin.end_ms),
    channel: null,
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

/** In the order of the call; what is pinned nowhere comes first. */
export function inOrder(notes: readonly Note[]): Note[] {
  return [...notes].sort((one, other) => (one.start_ms ?? -1) - (other.start_ms ?? -1));
}
