// What was written in a chat, a letter or an e-mail, turn by turn, with what is pinned to each.
import './text.css';
import { useQuery } from '@tanstack/react-query';
import { Button, Spin } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { contactTextQuery, type ContactTurn } from '../api/contacts';
import type { Farewell } from '../api/types';
import { useMay } from '../app/me';
import { ErrorNotice } from '../components/ErrorNotice';
import { GoneNotice } from '../components/keeping/GoneNotice';
import { useInstant } from '../components/Time';
import { PIN_MARKS, type PlayerPin } from '../player/pins';
import { SpokenText } from '../player/SpokenText';
import { type Turns, turnId } from './turns';

/** Something pinned to turns. */
export type TextPin = Turns & { id: string; kind: PlayerPin['kind']; title: string };

type Props = {
  contact: { id: string; gone: Farewell | null };
  pins?: readonly TextPin[];
  /** The turn that the keys are at; null where nothing is done here. */
  current?: number | null;
  range?: Turns | null;
  onTurn?: (number: number) => void;
};

export function TextView({ contact, pins = [], current = null, range = null, onTurn }: Props) {
  const { t } = useTranslation('contacts');
  const mayReadOriginal = useMay('hear_originals');
  const [isOriginal, setIsOriginal] = useState(false);
  const text = useQuery({
    ...contactTextQuery(contact.id, isOriginal),
    enabled: contact.gone === null,
  });
  const hidden = useQuery({ ...contactTextQuery(contact.id, false), enabled: contact.gone === null }).data
    ?.hidden;
  if (contact.gone !== null) return <GoneNotice gone={contact.gone} />;
  if (text.error) return <ErrorNotice error={text.error} onRetry={() => void text.refetch()} />;
  if (!text.data) return <Spin />;
  return (
    <section className="text-view" aria-label={t('read.title')}>
      {hidden !== undefined && hidden > 0 && (
        <p className="text-hidden muted">
          {isOriginal ? t('read.noted') : t('read.hidden', { count: hidden })}{' '}
          {mayReadOriginal && (
            <Button
              size="small"
              type="link"
              title={t('read.noted')}
              onClick={() => {
                setIsOriginal(!isOriginal);
              }}
            >
              {isOriginal ? t('read.hide') : t('read.show_hidden')}
            </Button>
          )}
        </p>
      )}
      <ol className="text-turns">
        {text.data.turns.map((turn) => (
          <TurnRow
            key={turn.number}
            turn={turn}
            pins={pins.filter((pin) => pin.first <= turn.number && turn.number <= pin.last)}
            isCurrent={turn.number === current}
            isMarked={range !== null && range.first <= turn.number && turn.number <= range.last}
            onTurn={onTurn}
          />
        ))}
      </ol>
    </section>
  );
}

type RowProps = {
  turn: ContactTurn;
  pins: readonly TextPin[];
  isCurrent: boolean;
  isMarked: boolean;
  onTurn: ((number: number) => void) | undefined;
};

function TurnRow({ turn, pins, isCurrent, isMarked, onTurn }: RowProps) {
  const { t } = useTranslation('contacts');
  const instant = useInstant();
  const classes = ['text-turn', `lane-line-${turn.speaker}`, isMarked && 'text-marked'].filter(Boolean);
  const inside = (
    <>
      <span className="text-number number muted">{turn.number}</span>
      <span className={`text-speaker lane-${turn.speaker}`}>
        {t(`speaker.${turn.speaker}`)}
        {turn.at && <span className="number muted"> {instant(turn.at, 'clock')}</span>}
      </span>
      <span className="text-words">
        <SpokenText text={turn.text} />
      </span>
      <span className="text-pins">
        {pins.map((pin) => (
          <span key={pin.id} className={`player-pin-${pin.kind}`} title={pin.title}>
            <span aria-hidden="true">{PIN_MARKS[pin.kind]}</span>
            <span className="visually-hidden">{pin.title}</span>
          </span>
        ))}
      </span>
    </>
  );
  return (
    <li>
      {onTurn ? (
        <button
          type="button"
          id={turnId(turn.number)}
          className={classes.join(' ')}
          aria-current={isCurrent || undefined}
          tabIndex={isCurrent ? 0 : -1}
          onClick={() => {
            onTurn(turn.number);
          }}
        >
          {inside}
        </button>
      ) : (
        <div id={turnId(turn.number)} className={classes.join(' ')} tabIndex={-1}>
          {inside}
        </div>
      )}
    </li>
  );
}
