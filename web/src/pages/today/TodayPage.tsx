// Where an inspector's day begins: the next call in one press, and what the day holds.
import { useQuery } from '@tanstack/react-query';
import { Spin } from 'antd';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { todayQuery } from '../../api/assignments';
import type { Today } from '../../api/types';
import { ErrorNotice } from '../../components/ErrorNotice';
import { PageHeader } from '../../components/PageHeader';
import { whenIdle } from '../../components/whenIdle';
import { useMay } from '../../app/me';
import { OwnConsents } from '../../components/learning/OwnConsents';
import { OwnTasks as OwnLessons } from '../../components/learning/OwnTasks';
import { OwnTasks } from '../reviews/OwnTasks';
import { DueTable } from './DueTable';
import { NextCall } from './NextCall';
import { Drafts, ReleasedToday } from './OwnEvaluations';
import { PoolForm } from './PoolForm';
import styles from './today.module.css';

export default function TodayPage() {
  const { t } = useTranslation();
  const { data: today, error, refetch } = useQuery(todayQuery);
  const learns = useMay('learn_from_cases');
  // Whoever is here scores next: the page for it is there before the key is pressed.
  useEffect(() => whenIdle(() => void import('../review/ReviewPage').catch(() => undefined)), []);
  return (
    <>
      <PageHeader title={t('nav.today')} note={today && <Counts today={today} />} />
      <OwnTasks />
      {learns && <OwnLessons />}
      {learns && <OwnConsents />}
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {today ? <Day today={today} /> : !error && <Spin />}
    </>
  );
}

function Counts({ today }: { today: Today }) {
  const { t } = useTranslation();
  const later = Math.max(0, today.waiting - today.due.length);
  const isShort = today.due.length >= 50;
  return (
    <>
      {t('queue:today.counts_due', { count: isShort ? today.waiting : today.due.length })}
      {today.overdue > 0 && (
        <span className={styles.overdue}> · {t('queue:today.counts_overdue', { count: today.overdue })}</span>
      )}
      {later > 0 && !isShort && <> · {t('queue:today.counts_later', { count: later })}</>}
      {' · '}
      {t('queue:today.counts_done', { count: today.done_today })}
    </>
  );
}

function Day({ today }: { today: Today }) {
  const { t } = useTranslation();
  const { next } = today;
  return (
    <div className={next ? styles.day : styles.emptyDay}>
      {!next && <NothingAssigned />}
      <div className={styles.work}>
        {next && <NextCall next={next} />}
        {today.due.length > 0 && (
          <Part title={t('queue:today.due')}>
            <DueTable due={today.due} />
          </Part>
        )}
        {next && today.due.length === 0 && <p className="muted">{t('queue:today.nothing_due')}</p>}
        {today.drafts.length > 0 && (
          <Part title={t('queue:today.drafts')}>
            <Drafts drafts={today.drafts} />
          </Part>
        )}
        {today.released_today.length > 0 && (
          <Part title={t('queue:today.released')}>
            <ReleasedToday released={today.released_today} />
          </Part>
        )}
      </div>
      {next && (
        <aside className={styles.side} aria-labelledby="pool-title">
          <h2 id="pool-title">{t('queue:pool.title')}</h2>
          <PoolForm />
        </aside>
      )}
    </div>
  );
}

function NothingAssigned() {
  const { t } = useTranslation();
  return (
    <section className={styles.nothing}>
      <h2>{t('queue:today.nothing')}</h2>
      <p className="muted">{t('queue:today.nothing_hint')}</p>
      <PoolForm isMain />
    </section>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.part}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
