// The running order while it is made: what is heard from where to where, for how long, and what is asked.
import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined } from '@ant-design/icons';
import { Button, Input, InputNumber } from 'antd';
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
      <ol>
        {entries.map((one, place) => {
          const number = place + 1;
          return (
            <li key={one.key}>
              <Input
                aria-label={t('prepare.note', { number })}
                maxLength={NOTE_MOST}
                value={one.note}
                onChange={(event) => {
                  change(one.key, { note: event.target.value });
                }}
              />
              <Input
                className={styles.moment}
                aria-label={t('prepare.from', { number })}
                status={msOf(one.from) === null ? 'error' : undefined}
                value={one.from}
                onChange={(event) => {
                  change(one.key, { from: event.target.value });
                }}
              />
              <Input
                className={styles.moment}
                aria-label={t('prepare.to', { number })}
                status={msOf(one.to) === null ? 'error' : undefined}
                value={one.to}
                onChange={(event) => {
                  change(one.key, { to: event.target.value });
                }}
              />
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
              <Button
                onClick={() => {
                  setAsked(one.key);
                }}
              >
                {t('prepare.points', { count: one.points.length })}
              </Button>
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
