// The running order while it is made: what is heard from where to where, for how long, and what is asked.
import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { Button, Checkbox, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DraftEntry, moved } from './drafts';
import { msOf } from './moments';
import { PointsDialog } from './PointsDialog';
import styles from './reviews.module.css';

type Props = { entries: readonly DraftEntry[]; onChange: (entries: DraftEntry[]) => void };

const NOTE_MOST = 500;

export function RunningOrder({ entries, onChange }: Props) {
  const { t } = useTranslation('reviews');
  const [asked, setAsked] = useState<string | null>(null);
  const change = (key: string, part: Partial<DraftEntry>) => {
    onChange(entries.map((one) => (one.key === key ? { ...one, ...part } : one)));
  };
  const total = entries.reduce((sum, one) => sum + (one.minutes ?? 0), 0);
  const open = entries.find((one) => one.key === asked);
  return (
    <section className={styles.order}>
      <h2>
        {t('prepare.order')} <span className="muted number">{t('prepare.total', { count: total })}</span>
      </h2>
      {entries.length === 0 && <p className="muted">{t('prepare.empty')}</p>}
      {entries.length > 0 && <p className="muted">{t('prepare.altered_hint')}</p>}
      <ol>
        {entries.map((one, place) => {
          const number = place + 1;
          return (
            <li key={one.key}>
              <Input
                aria-label={t('prepare.note', { number })}
                placeholder={t('prepare.note_needed')}
                status={one.note.trim() === '' ? 'error' : undefined}
                maxLength={NOTE_MOST}
                value={one.note}
                onChange={(event) => {
                  change(one.key, { note: event.target.value });
                }}
              />
              {one.case_id === null ? (
                <Moments
                  entry={one}
                  number={number}
                  onChange={(part) => {
                    change(one.key, part);
                  }}
                />
              ) : (
                <CaseMark caseId={one.case_id} isClosed={one.isClosed} />
              )}
              <InputNumber
                className={styles.moment}
                aria-label={t('prepare.minutes', { number })}
                min={1}
                max={240}
                precision={0}
                value={one.minutes}
                onChange={(minutes) => {
                  change(one.key, { minutes });
                }}
              />
              {one.case_id === null && (
                <Button
                  onClick={() => {
                    setAsked(one.key);
                  }}
                >
                  {t('prepare.points', { count: one.points.length })}
                </Button>
              )}
              <Checkbox
                className={styles.voice}
                aria-label={t('prepare.altered_of', { number })}
                checked={one.altered_voice}
                onChange={(event) => {
                  change(one.key, { altered_voice: event.target.checked });
                }}
              >
                {t('prepare.altered')}
              </Checkbox>
              <Button
                aria-label={t('prepare.up', { number })}
                icon={<ArrowUpOutlined />}
                disabled={place === 0}
                onClick={() => {
                  onChange(moved(entries, place, -1));
                }}
              />
              <Button
                aria-label={t('prepare.down', { number })}
                icon={<ArrowDownOutlined />}
                disabled={number === entries.length}
                onClick={() => {
                  onChange(moved(entries, place, 1));
                }}
              />
              <Button
                aria-label={t('prepare.remove', { number })}
                icon={<DeleteOutlined />}
                onClick={() => {
                  onChange(entries.filter((other) => other.key !== one.key));
                }}
              />
            </li>
          );
        })}
      </ol>
      {open && (
        <PointsDialog
          points={open.points}
          startMs={msOf(open.from) ?? 0}
          onKeep={(points) => {
            change(open.key, { points });
            setAsked(null);
          }}
          onClose={() => {
            setAsked(null);
          }}
        />
      )}
    </section>
  );
}

type MomentsProps = { entry: DraftEntry; number: number; onChange: (part: Partial<DraftEntry>) => void };

/** From where to where a stretch of a call is heard. */
function Moments({ entry, number, onChange }: MomentsProps) {
  const { t } = useTranslation('reviews');
  return (
    <>
      {(['from', 'to'] as const).map((name) => (
        <Input
          key={name}
          className={styles.moment}
          aria-label={t(`prepare.${name}`, { number })}
          status={msOf(entry[name]) === null ? 'error' : undefined}
          value={entry[name]}
          onChange={(event) => {
            onChange({ [name]: event.target.value });
          }}
        />
      ))}
      {entry.isClosed && <span className="tone tone-warning">{t('prepare.closed')}</span>}
    </>
  );
}

/** A case is heard and asked as it stands in its library. */
function CaseMark({ caseId, isClosed }: { caseId: string; isClosed: boolean }) {
  const { t } = useTranslation('reviews');
  return (
    <span className={styles.case}>
      <Link to="/cases/$caseId" params={{ caseId }}>
        {t('prepare.case')}
      </Link>
      {isClosed && <span className="tone tone-warning">{t('prepare.closed')}</span>}
    </span>
  );
}
