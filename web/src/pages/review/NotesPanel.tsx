// Notes and strengths, each pinned to a second or a range of the call.
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Note } from '../../api/types';
import { Key } from '../../components/Key';
import { useKeyNames } from '../../components/keyNames';
import type { Spot } from '../../text/turns';
import { NoteCard } from './NoteCard';
import { inOrder } from './notes';

export interface NoteActions {
  add: (kind: Note['kind'], isOneChange?: boolean) => void;
  edit: (id: string, part: Partial<Note>) => void;
  setKind: (id: string, kind: Note['kind']) => void;
  toggleOneChange: (id: string) => void;
  remove: (id: string) => void;
  leave: (id: string) => void;
}

type Props = {
  notes: readonly Note[];
  selected: string | null;
  actions: NoteActions;
  onPlay: (spot: Spot) => void;
};

export function NotesPanel({ notes, selected, actions, onPlay }: Props) {
  const { t } = useTranslation('review');
  const keys = useKeyNames();
  const hasStrength = notes.some((note) => note.kind === 'strength');
  return (
    <section className="notes" aria-label={t('panel.notes')}>
      <div className="notes-add">
        <AddButton
          label={t('note.add_note')}
          keyName={keys.note}
          onPress={() => {
            actions.add('note');
          }}
        />
        <AddButton
          label={t('note.add_strength')}
          keyName={keys.strength}
          onPress={() => {
            actions.add('strength');
          }}
        />
        <AddButton
          label={t('note.add_change')}
          keyName={keys.one_change}
          onPress={() => {
            actions.add('note', true);
          }}
        />
      </div>
      {!hasStrength && <p className="notes-hint">{t('note.no_strength')}</p>}
      <ul>
        {inOrder(notes).map((note) => (
          <NoteCard
            key={note.id}
            note={note}
            isSelected={note.id === selected}
            actions={actions}
            onPlay={onPlay}
          />
        ))}
      </ul>
    </section>
  );
}

type AddProps = { label: string; keyName: string; onPress: () => void };

function AddButton({ label, keyName, onPress }: AddProps) {
  return (
    <Button size="small" onClick={onPress}>
      {label}
      <Key>{keyName}</Key>
    </Button>
  );
}
