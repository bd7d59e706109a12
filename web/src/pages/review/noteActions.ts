// What may be done with notes, carried out on the draft.
import type { Note } from '../../api/types';
import type { DraftKeeper } from './keeper';
import { noteFieldId } from './NoteCard';
import { asKind, editNote, isEmpty, newNote, toggleOneChange } from './notes';
import type { NoteActions } from './NotesPanel';
import type { Marks } from '../../player/useMarks';
import type { TurnMarks } from './useTurnMarks';
import { type ChangeView, focusField } from './useView';

interface Parts {
  keeper: DraftKeeper;
  marks: Marks;
  /** Where one is in the text, where there is one instead of a call. */
  turns: TurnMarks | null;
  /** Whether the call can be heard; without it notes belong to the whole call. */
  hasSound: boolean;
  changeView: ChangeView;
}

export function noteActions({ keeper, marks, turns, hasSound, changeView }: Parts): NoteActions {
  const change = (edit: (notes: readonly Note[]) => Note[], field: string | null = null) => {
    keeper.change((content) => ({ ...content, notes: edit(content.notes) }), field);
  };
  const open = (id: string) => {
    changeView({ panel: 'notes', note: id });
    focusField(noteFieldId(id));
  };
  return {
    add: (kind, isOneChange = false) => {
      const marked = keeper.desk().content.notes.find((note) => note.is_one_change);
      if (isOneChange && marked) return open(marked.id);
      const note = newNote(crypto.randomUUID(), kind, turns ? turns.take() : hasSound ? marks.take() : null);
      change((notes) => [
        ...notes.filter((other) => !isEmpty(other)),
        { ...note, is_one_change: isOneChange },
      ]);
      open(note.id);
    },
    edit: (id, part) => {
      change((notes) => editNote(notes, id, part), `note ${id} ${Object.keys(part).join(' ')}`);
    },
    setKind: (id, kind) => {
      change((notes) => asKind(notes, id, kind));
    },
    toggleOneChange: (id) => {
      change((notes) => toggleOneChange(notes, id));
    },
    remove: (id) => {
      change((notes) => notes.filter((note) => note.id !== id));
    },
    leave: () => {
      dropEmptyNotes(keeper);
      void keeper.flush();
    },
  };
}

/** Notes without a word are not kept. */
export function dropEmptyNotes(keeper: DraftKeeper): void {
  if (!keeper.desk().content.notes.some(isEmpty)) return;
  keeper.change((content) => ({ ...content, notes: content.notes.filter((note) => !isEmpty(note)) }));
}
