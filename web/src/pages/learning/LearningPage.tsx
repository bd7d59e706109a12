// What one is to learn, has done, and learned by oneself.
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Spin, Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { learnedQuery, tasksQuery } from '../../api/learning';
import { oneOf, type Search } from '../../app/search';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { LearnedTable } from '../../components/learning/LearnedTable';
import { TaskItem } from '../../components/learning/OwnTasks';
import { PageHeader } from '../../components/PageHeader';
import { Pager } from '../../components/Pager';
import styles from './learning.module.css';

const TABS = ['todo', 'done', 'learned'] as const;
type Shown = { search: Search; onShow: (search: Search) => void };

export default function LearningPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ from: '/shell/learning' });
  const tab = TABS.find((one) => one === oneOf(search.tab)) ?? 'todo';
  const show = (next: Search) => void navigate({ to: '/learning', search: next });
  return (
    <>
      <PageHeader title={t('nav.learning')} note={t('learning:page.note')} />
      <Tabs
        activeKey={tab}
        items={TABS.map((key) => ({ key, label: t(`learning:page.${key}`) }))}
        onChange={(key) => {
          show(key === 'todo' ? {} : { tab: key });
        }}
      />
      {tab === 'learned' ? (
        <LearnedCases search={search} onShow={show} />
      ) : (
        <Tasks tab={tab} search={search} onShow={show} />
      )}
    </>
  );
}

/** What was given to one, what is due first is first: so what is overdue leads. */
function Tasks({ tab, search, onShow }: Shown & { tab: 'todo' | 'done' }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(
    tasksQuery({ mine: true, done: tab === 'done', cursor: oneOf(search.cursor) }),
  );
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <Spin />;
  if (data.items.length === 0) {
    return (
      <EmptyState title={t(`learning:page.none.${tab}`)}>
        <Link to="/cases">{t('learning:home.browse')}</Link>
      </EmptyState>
    );
  }
  return (
    <>
      <ul className={styles.tasks}>
        {data.items.map((task) => (
          <TaskItem key={task.id} task={task} />
        ))}
      </ul>
      <Pager search={search} next={data.next} onShow={onShow} />
    </>
  );
}

function LearnedCases({ search, onShow }: Shown) {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useQuery(learnedQuery(null, { cursor: oneOf(search.cursor) }));
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (data?.items.length === 0) {
    return (
      <EmptyState title={t('learning:page.none.learned')}>
        <Link to="/cases">{t('learning:home.browse')}</Link>
      </EmptyState>
    );
  }
  return (
    <>
      <LearnedTable rows={data?.items ?? []} isPending={isPending} />
      {data && <Pager search={search} next={data.next} onShow={onShow} />}
    </>
  );
}
