// Every key of the page on one sheet, and how to move them.
import { EditOutlined, UndoOutlined } from '@ant-design/icons';
import { Button, Modal } from 'antd';
import { type KeyboardEvent, type RefObject, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Key } from '../../components/Key';
import {
  ABSENT_IN_TEXTS,
  type Binding,
  type Command,
  conflictOf,
  keyGroups,
  placeOf,
  shownKey,
} from './keys';
import type { ReviewKeys } from './useReviewKeys';

type Props = { isOpen: boolean; keys: ReviewKeys; isText: boolean; onClose: () => void };

export function KeySheet({ isOpen, keys, isText, onClose }: Props) {
  const { t } = useTranslation('review');
  const sheet = useRef<HTMLDivElement>(null);
  return (
    <Modal
      open={isOpen}
      // The keys are those of the sheet from the first on: Escape closes it.
      afterOpenChange={(isShown) => {
        if (isShown) sheet.current?.focus();
      }}
      onCancel={onClose}
      footer={null}
      title={t('keys.title')}
      width="min(1180px, calc(100vw - 32px))"
      centered
      // Escape gives up moving a key first.
      keyboard={false}
      destroyOnHidden
    >
      <Sheet ref={sheet} keys={keys} isText={isText} onClose={onClose} />
    </Modal>
  );
}

type SheetProps = Omit<Props, 'isOpen'> & { ref: RefObject<HTMLDivElement | null> };

function Sheet({ keys, isText, onClose, ref }: SheetProps) {
  const { t } = useTranslation(['review', 'words']);
  const [moving, setMoving] = useState<Command | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);

  const isHere = ({ command }: Binding) => !isText || !ABSENT_IN_TEXTS.includes(command);
  const wordsOf = (command: Command) => {
    const inText = isText ? IN_TEXTS[command] : undefined;
    return inText ? t(`keys.in_text.${inText}`) : t(`keys.${command}`);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') {
      event.stopPropagation();
      if (moving === null) onClose();
      setMoving(null);
      setTrouble(null);
      return;
    }
    if (moving === null || event.key === 'Tab' || isModifier(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.ctrlKey || event.metaKey) return;
    const place = placeOf(event.nativeEvent);
    const conflict = conflictOf(keys.moved, moving, place);
    if (conflict === null) {
      keys.move(moving, place);
      setMoving(null);
      setTrouble(null);
    } else if ('taken' in conflict) {
      const does = wordsOf(conflict.taken);
      setTrouble(t('keys.taken', { key: shownKey(place), does }));
    } else setTrouble(t('keys.reserved', { key: shownKey(place) }));
  };

  return (
    <div ref={ref} className="key-sheet-keys" tabIndex={-1} onKeyDown={onKeyDown}>
      <div className="key-sheet">
        {keyGroups(keys.moved).map((group) => (
          <section key={group.title} className={`key-group-${group.title}`}>
            <h3>
              {isText && group.title === 'player' ? t('keys.group.text') : t(`keys.group.${group.title}`)}
            </h3>
            <dl>
              {group.title === 'items' && <FixedKey keys={t('keys.digits')} does={t('keys.option')} />}
              {group.bindings.filter(isHere).map((binding) => (
                <MovableKey
                  key={binding.command}
                  does={wordsOf(binding.command)}
                  binding={binding}
                  isMoved={keys.moved[binding.command] !== undefined}
                  isMoving={moving === binding.command}
                  onMove={() => {
                    setMoving(binding.command);
                    setTrouble(null);
                  }}
                  onPutBack={() => {
                    keys.putBack(binding.command);
                  }}
                />
              ))}
              {group.title === 'player' && !isText && (
                <FixedKey keys={t('keys.shift_arrows')} does={t('keys.utterances')} />
              )}
              {group.title === 'evidence' && (
                <FixedKey keys={t('keys.phrase_digits')} does={t('keys.phrase')} />
              )}
              {group.title === 'page' && !isText && <FixedKey keys="Q" does={t('words:keys.speaker')} />}
              {group.title === 'page' && !isText && (
                <FixedKey keys="Shift Q" does={t('words:keys.speakers')} />
              )}
              {group.title === 'page' && !isText && <FixedKey keys="F2" does={t('words:keys.correct')} />}
              {group.title === 'page' && <FixedKey keys={t('keys.ctrl_enter')} does={t('keys.release')} />}
              {group.title === 'page' && <FixedKey keys={t('keys.esc')} does={t('keys.escape')} />}
            </dl>
          </section>
        ))}
      </div>
      <p role="status" className={trouble === null ? 'muted' : 'key-trouble'}>
        {trouble ?? (moving === null ? t('keys.writing') : t('keys.press', { does: wordsOf(moving) }))}
      </p>
      {keys.error && <ErrorNotice error={keys.error} />}
      {Object.keys(keys.moved).length > 0 && <Button onClick={keys.reset}>{t('keys.reset')}</Button>}
    </div>
  );
}

function isModifier(key: string): boolean {
  return ['Shift', 'Alt', 'Control', 'Meta'].includes(key);
}

/** What keys do in a text, where seconds are messages. */
type InText =
  | 'evidence'
  | 'next_turn'
  | 'not_said'
  | 'note'
  | 'panel_call'
  | 'previous_turn'
  | 'range_in'
  | 'range_out'
  | 'strength';

const IN_TEXTS: Partial<Record<Command, InText>> = {
  back: 'previous_turn',
  forward: 'next_turn',
  previous_utterance: 'previous_turn',
  next_utterance: 'next_turn',
  evidence: 'evidence',
  not_said: 'not_said',
  note: 'note',
  strength: 'strength',
  range_in: 'range_in',
  range_out: 'range_out',
  panel_call: 'panel_call',
};

type MovableProps = {
  binding: Binding;
  /** What it does here. */
  does: string;
  isMoved: boolean;
  isMoving: boolean;
  onMove: () => void;
  onPutBack: () => void;
};

function MovableKey({ binding, does, isMoved, isMoving, onMove, onPutBack }: MovableProps) {
  const { t } = useTranslation('review');
  return (
    <div className={isMoving ? 'key-moving' : undefined}>
      <dt>
        <Key>{isMoving ? t('keys.waiting') : binding.shown}</Key>
      </dt>
      <dd>{does}</dd>
      <dd className="key-tools">
        {isMoved && (
          <Button
            size="small"
            type="text"
            icon={<UndoOutlined />}
            aria-label={t('keys.put_back', { does })}
            title={t('keys.put_back', { does })}
            onClick={onPutBack}
          />
        )}
        <Button
          size="small"
          type="text"
          icon={<EditOutlined />}
          aria-label={t('keys.move', { does })}
          aria-pressed={isMoving}
          title={t('keys.move', { does })}
          onClick={onMove}
        />
      </dd>
    </div>
  );
}

function FixedKey({ keys, does }: { keys: string; does: string }) {
  return (
    <div>
      <dt>
        <Key>{keys}</Key>
      </dt>
      <dd>{does}</dd>
    </div>
  );
}
