// What was flagged in some days: each becomes an entry with one press.
import { useQuery } from '@tanstack/react-query';
import { Button, DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { candidatesQuery } from '../../api/caseReviews';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Time } from '../../components/Time';
import { useCoded } from '../../i18n/words';
import { type DraftEntry, entryOf } from './drafts';
import { weekOf } from './moments';
import styles from './reviews.module.css';

export function Candidates({ onAdd }: { onAdd: (entry: DraftEntry) => void }) {
  const { t } = useTranslation('reviews');
  const coded = useCoded();
  const [{ from, to }, setDays] = useState(() => weekOf(dayjs().format('YYYY-MM-DD')));
  const { data, error, refetch } = useQuery(candidatesQuery(from, to));
  return (
    <section className={styles.part}>
      <h2>{t('prepare.candidates')}</h2>
      <div className={styles.bar}>
        <span id="candidate-days">{t('prepare.week')}</span>
        <DatePicker.RangePicker
          aria-labelledby="candidate-days"
          allowClear={false}
          value={[dayjs(from), dayjs(to)]}
          onChange={(days) => {
            const [first, last] = days ?? [];
            if (first && last) setDays({ from: first.format('YYYY-MM-DD'), to: last.format('YYYY-MM-DD') });
          }}
        />
      </div>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 && <p className="muted">{t('prepare.none')}</p>}
      <ul className={styles.candidates}>
        {data?.items.map((one) => {
          const kind = coded('flag', one.kind);
          return (
            <li key={`${one.call_id} ${one.flagged_at} ${one.kind}`}>
              <Button
                size="small"
                aria-label={t('prepare.add_of', { note: one.note ?? kind })}
                onClick={() => {
                  onAdd(entryOf(one, kind));
                }}
              >
                {t('prepare.add')}
              </Button>
              <span className="tone">{kind}</span> <span>{one.note}</span>{' '}
              <span className="muted">
                <Time at={one.call_started_at} /> · {one.flagged_by.name}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
