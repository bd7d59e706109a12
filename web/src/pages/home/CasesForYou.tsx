// What an agent may learn next: what was given to them, what they are asked, and cases for the items that
// they lost points on.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { recommendedQuery } from '../../api/learning';
import { useMay } from '../../app/me';
import { Duration } from '../../components/Duration';
import { ErrorNotice } from '../../components/ErrorNotice';
import { OwnConsents } from '../../components/learning/OwnConsents';
import { OwnTasks } from '../../components/learning/OwnTasks';
import { useWorded } from '../../i18n/words';
import styles from './home.module.css';

export function CasesForYou() {
  return useMay('learn_from_cases') ? <Cases /> : null;
}

function Cases() {
  const { t } = useTranslation();
  const worded = useWorded();
  const { data, error } = useQuery(recommendedQuery);
  return (
    <section className={styles.part} aria-labelledby="cases-for-you">
      <h2 id="cases-for-you">{t('learning:home.title')}</h2>
      <OwnTasks />
      <OwnConsents />
      {error && <ErrorNotice error={error} />}
      {data?.items.length === 0 && (
        <>
          <p className="muted">{t('learning:home.none')}</p>
          <Link to="/cases">{t('learning:home.browse')}</Link>
        </>
      )}
      <ul>
        {data?.items.map((one) => (
          <li key={one.id} className={styles.case}>
            <Link to="/cases/$caseId" params={{ caseId: one.id }}>
              {one.teaching_line}
            </Link>{' '}
            <Duration ms={one.duration_ms} />
            <p className="muted">
              {t('learning:home.because', {
                item: one.items.map(({ title, item }) => worded(title) || item).join(' · '),
              })}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
