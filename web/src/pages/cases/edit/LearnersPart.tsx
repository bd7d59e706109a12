// Who learned from a case: how far they came, what they knew, what they want to do.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { learnersQuery } from '../../../api/learning';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { Time } from '../../../components/Time';
import styles from './edit.module.css';

export function LearnersPart({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(learnersQuery(id));
  return (
    <section className={styles.part} aria-labelledby="learners">
      <h2 id="learners">{t('cases:learners.title', { count: data?.total ?? 0 })}</h2>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 && <p className="muted">{t('cases:learners.none')}</p>}
      <ul>
        {data?.items.map(({ person, learning: one }) => (
          <li key={person.id} className={styles.consent}>
            {person.name}{' '}
            <span className="muted">
              {one.finished_at !== null
                ? t('cases:learners.right', { right: one.right_answers ?? 0, count: one.questions ?? 0 })
                : t('cases:learners.reached', { reached: one.reached })}
            </span>{' '}
            <Time at={one.finished_at} form="day" />
            {one.pledge && <blockquote className={styles.pledge}>{one.pledge}</blockquote>}
          </li>
        ))}
      </ul>
    </section>
  );
}
