// Where an agent's day begins: what is new, what waits for an answer, the one habit to change, and
// how it is going.
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button, Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { evaluationsQuery, readEvaluationQuery, trendQuery } from '../../api/results';
import type { EvaluationRow } from '../../api/types';
import { useMe } from '../../app/me';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { PageHeader } from '../../components/PageHeader';
import { CasesForYou } from './CasesForYou';
import { OwnTasks } from '../reviews/OwnTasks';
import { FeedbackBrief } from './FeedbackBrief';
import { HabitPart } from './HabitPart';
import { habitOf } from './habit';
import styles from './home.module.css';
import { TrendPart } from './TrendPart';

const SHOWN = 5;

export default function AgentHomePage() {
  const { t } = useTranslation();
  const newest = useQuery(evaluationsQuery('feedback', { limit: 1 }));
  return (
    <>
      <OwnTasks />
      {newest.data && newest.data.items.length > 0 ? (
        <Home newest={newest.data.items[0]} />
      ) : (
        <>
          <PageHeader title={t('nav.agent_home')} />
          {newest.error && <ErrorNotice error={newest.error} onRetry={() => void newest.refetch()} />}
          {newest.data && (
            <>
              <NothingYet />
              <CasesForYou />
            </>
          )}
          {newest.isPending && <Spin />}
        </>
      )}
    </>
  );
}

function NothingYet() {
  const { t } = useTranslation();
  return (
    <EmptyState title={t('feedback:home.none')} hint={t('feedback:home.none_hint')}>
      <Link to="/my-calls">{t('feedback:home.to_calls')}</Link>
    </EmptyState>
  );
}

function Home({ newest }: { newest: EvaluationRow | undefined }) {
  const { t } = useTranslation();
  const me = useMe();
  const unopened = useQuery(evaluationsQuery('feedback', { answered: 'unopened', limit: SHOWN })).data;
  const opened = useQuery(evaluationsQuery('feedback', { answered: 'opened', limit: SHOWN })).data;
  const evaluation = useQuery({
    ...readEvaluationQuery(newest?.id ?? ''),
    enabled: newest !== undefined,
  }).data;
  const trend = useQuery({
    ...trendQuery({ person: me.person_id ?? '' }),
    enabled: me.person_id !== null,
  }).data;
  const next = unopened?.items[0] ?? opened?.items[0];
  return (
    <>
      <PageHeader title={t('nav.agent_home')}>{next && <OpenNewest id={next.id} />}</PageHeader>
      <div className={styles.home}>
        <div className={styles.column}>
          <FeedbackBrief answered="unopened" page={unopened} />
          <FeedbackBrief answered="opened" page={opened} />
          <CasesForYou />
        </div>
        <div className={styles.column}>
          {evaluation && <HabitPart habit={habitOf(evaluation, trend)} />}
          {trend && <TrendPart trend={trend} />}
        </div>
      </div>
    </>
  );
}

function OpenNewest({ id }: { id: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <Button
      type="primary"
      onClick={() => void navigate({ to: '/feedback/$evaluationId', params: { evaluationId: id } })}
    >
      {t('feedback:home.open_newest')}
    </Button>
  );
}
