// What a running order is made of: cases on the shelf, and what was flagged in some days.
import { useQuery } from '@tanstack/react-query';
import { Button, DatePicker, Select } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { candidatesQuery } from '../../api/caseReviews';
import { casesQuery } from '../../api/cases';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Time } from '../../components/Time';
import { useCoded, useWorded } from '../../i18n/words';
import { type DraftEntry, entryOf, entryOfCase } from './drafts';
import { weekOf } from './moments';
import styles from './reviews.module.css';

export function Candidates({ onAdd }: { onAdd: (entry: DraftEntry) => void }) {
  const { t } = useTranslation('reviews');
  const coded = useCoded();
  const [{ from, to }, setDays] = useState(() => weekOf(dayjs().format('YYYY-MM-DD')));
  const { data, error, refetch } = useQuery(candidatesQuery(from, to));
  return (
    <section className={styles.part}>
      <CaseChooser onAdd={onAdd} />
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

const CASES_MOST = 200;

/** A case on a shelf becomes an entry: what is heard and asked is as it stands there. */
function CaseChooser({ onAdd }: { onAdd: (entry: DraftEntry) => void }) {
  const { t } = useTranslation('reviews');
  const worded = useWorded();
  const cases = useQuery(casesQuery({ state: 'shelved', limit: CASES_MOST })).data?.items ?? [];
  return (
    <Select<string>
      className={styles.choose ?? ''}
      aria-label={t('prepare.add_case')}
      placeholder={t('prepare.add_case')}
      showSearch={{ optionFilterProp: 'label' }}
      value={null}
      options={cases.map(({ id, teaching_line, library }) => ({
        value: id,
        label: `${teaching_line} · ${worded(library.name)}`,
      }))}
      onChange={(id) => {
        const chosen = cases.find((one) => one.id === id);
        if (chosen) onAdd(entryOfCase(chosen));
      }}
    />
  );
}
