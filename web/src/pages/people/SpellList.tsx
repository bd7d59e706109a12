// What somebody is and was: one line each, with its time, and what ends it now.
import { Button, Popconfirm } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isBeginning } from '../../api/people';
import { useInstant } from '../../components/Time';
import styles from './people.module.css';

export type SpellLine = {
  key: string;
  what: ReactNode;
  from: string;
  until: string | null;
  /** Ends it now; none: it has ended, or is ended elsewhere. */
  end?: { question: string; onEnd: () => void } | null;
};

export function SpellList({ lines }: { lines: SpellLine[] }) {
  const { t } = useTranslation();
  if (lines.length === 0) return <p className="muted">{t('people:nothing_yet')}</p>;
  return (
    <ul className={styles.spells}>
      {lines.map((line) => (
        <li key={line.key} className={line.until === null ? '' : styles.gone}>
          <span>{line.what}</span>
          <TimeSpan from={line.from} until={line.until} />
          <span>{line.end && <EndButton {...line.end} />}</span>
        </li>
      ))}
    </ul>
  );
}

function TimeSpan({ from, until }: { from: string; until: string | null }) {
  const { t } = useTranslation();
  const instant = useInstant();
  const begins = isBeginning(from) ? t('people:beginning') : instant(from, 'day');
  return (
    <span className="number muted">
      {begins} – {until === null ? t('people:still') : instant(until, 'day')}
    </span>
  );
}

function EndButton({ question, onEnd }: { question: string; onEnd: () => void }) {
  const { t } = useTranslation();
  return (
    <Popconfirm
      title={question}
      okText={t('people:action.end')}
      cancelText={t('action.cancel')}
      onConfirm={onEnd}
    >
      <Button size="small">{t('people:action.end')}</Button>
    </Popconfirm>
  );
}
