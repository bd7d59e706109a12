import { CaretRightOutlined, DeleteOutlined } from '@ant-design/icons';
import { Button, Checkbox, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Note } from '../../api/types';
import { WrittenText } from '../../components/WrittenText';
import type { Span } from '../../player/passage';
import { isTurns, type Spot, spotOf, turnsWords } from '../../text/turns';
import { PIN_MARKS } from '../../player/pins';
import { clock } from '../../player/timeline';
import type { NoteActions } from './NotesPanel';

/** The field of a note, so that a key can lead there. */
export function noteFieldId(id: string): string {
  return `note-${id}`;
}

type Props = {
  note: Note;
  isSelected: boolean;
  actions: NoteActions;
  onPlay: (spot: Spot) => void;
};

export function NoteCard({ note, isSelected, actions, onPlay }: Props) {
  const { t } = useTranslation('review');
  const kind = note.is_one_change ? 'one_change' : note.kind;
  return (
    <li className={isSelected ? `note note-${kind} note-selected` : `note note-${kind}`}>
      <div className="note-head">
        <span className={`note-mark player-pin-${kind}`} aria-hidden="true">
          {PIN_MARKS[kind]}
        </span>
        <NotePlace note={note} onPlay={onPlay} />
        <Segmented
          size="small"
          value={note.kind}
          aria-label={t('note.kind')}
          options={[
            { value: 'note', label: t('note.note') },
            { value: 'strength', label: t('note.strength') },
          ]}
          onChange={(value) => {
            actions.setKind(note.id, value === 'strength' ? 'strength' : 'note');
          }}
        />
        <Button
          size="small"
          type="text"
          icon={<DeleteOutlined />}
          aria-label={t('note.remove')}
          title={t('note.remove')}
          onClick={() => {
            actions.remove(note.id);
          }}
        />
      </div>
      <WrittenText
        id={noteFieldId(note.id)}
        label={t(`note.text_of.${kind}`)}
        value={note.text}
        rows={2}
        onChange={(text) => {
          actions.edit(note.id, { text });
        }}
        onLeave={() => {
          actions.leave(note.id);
        }}
      />
      {note.kind === 'note' && (
        <Checkbox
          checked={note.is_one_change}
          onChange={() => {
            actions.toggleOneChange(note.id);
          }}
        >
          {t('note.one_change')}
        </Checkbox>
      )}
      {note.is_one_change && (
        <WrittenText
          id={`${noteFieldId(note.id)}-say`}
          label={t('note.say_instead')}
          isLabelShown
          value={note.say_instead ?? ''}
          onChange={(text) => {
            actions.edit(note.id, { say_instead: text === '' ? null : text });
          }}
          onLeave={() => {
            actions.leave(note.id);
          }}
        />
      )}
    </li>
  );
}

function NotePlace({ note, onPlay }: { note: Note; onPlay: (spot: Spot) => void }) {
  const { t } = useTranslation('review');
  const spot = spotOf(note);
  if (spot === null) return <span className="muted">{t('note.whole_call')}</span>;
  const words = isTurns(spot) ? turnsWords(spot) : spanWords(spot);
  return (
    <Button
      size="small"
      type="link"
      icon={!isTurns(spot) && <CaretRightOutlined />}
      className="number note-place"
      aria-label={isTurns(spot) ? t('note.go', { at: words }) : t('note.play', { at: words })}
      onClick={() => {
        onPlay(spot);
      }}
    >
      {isTurns(spot) ? t('note.turn', { at: words }) : words}
    </Button>
  );
}

function spanWords({ start_ms, end_ms }: Span): string {
  return end_ms > start_ms ? `${clock(start_ms)}–${clock(end_ms)}` : clock(start_ms);
}
