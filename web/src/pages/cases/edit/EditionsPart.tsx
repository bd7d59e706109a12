// The editions of a commentary: who wrote what, and when; an older one can be taken up again.
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { editionsQuery } from '../../../api/cases';
import type { Case } from '../../../api/caseShapes';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { Time } from '../../../components/Time';
import styles from './edit.module.css';
import type { CaseEditing } from './useCaseEditing';

export function EditionsPart({ one, editing }: { one: Case; editing: CaseEditing }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(editionsQuery(one.id));
  if (data?.items.length === 0) return null;
  return (
    <section className={styles.part} aria-labelledby="editions">
      <h2 id="editions">{t('cases:editions.title')}</h2>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      <ul>
        {data?.items.map(({ number, written_by, written_at, teaching_line, why, points, questions }) => (
          <li key={number} className={styles.consent}>
            {t('cases:editions.of', { number, name: written_by.name })}{' '}
            <span className="muted">
              <Time at={written_at} /> · {t('cases:editions.points', { count: points.length })}
            </span>{' '}
            {number !== one.edition && (
              <Button
                size="small"
                type="link"
                onClick={() => {
                  editing.change({ teaching_line, why, points, questions });
                }}
              >
                {t('cases:editions.take')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
