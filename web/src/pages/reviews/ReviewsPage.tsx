// Case reviews: those that one runs, or is invited to; and what they decided that is one's own to do.
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Table, type TableColumnType } from 'antd';
import { useTranslation } from 'react-i18next';
import { type CaseReview, caseReviewsQuery } from '../../api/caseReviews';
import { useMay } from '../../app/me';
import type { Search } from '../../app/search';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { loadingTable } from '../../components/loadingTable';
import { PageHeader } from '../../components/PageHeader';
import { Pager } from '../../components/Pager';
import { Time } from '../../components/Time';
import { isNarrowed, queryOf } from './filter';
import { OwnTasks } from './OwnTasks';
import { ReviewFilters } from './ReviewFilters';

export default function ReviewsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ from: '/shell/case-reviews' });
  const runs = useMay('run_case_reviews');
  const { data, error, isPending, refetch } = useQuery(caseReviewsQuery(queryOf(search)));
  const show = (next: Search) => void navigate({ to: '/case-reviews', search: next });
  const columns = useColumns();
  return (
    <>
      <PageHeader title={t('nav.case_reviews')} note={t('reviews:page.note')}>
        {runs && (
          <Button type="primary" onClick={() => void navigate({ to: '/case-reviews/prepare' })}>
            {t('reviews:page.prepare')}
          </Button>
        )}
      </PageHeader>
      <OwnTasks />
      <ReviewFilters search={search} onShow={show} />
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 ? (
        <Nothing search={search} onShow={show} />
      ) : (
        <Table<CaseReview>
          rowKey="id"
          size="small"
          dataSource={data?.items ?? []}
          columns={columns}
          {...loadingTable(isPending)}
          pagination={false}
        />
      )}
      {data && <Pager search={search} next={data.next} onShow={show} />}
    </>
  );
}

function Nothing({ search, onShow }: { search: Search; onShow: (search: Search) => void }) {
  const { t } = useTranslation();
  const runs = useMay('run_case_reviews');
  if (!isNarrowed(search)) {
    const hint = t(runs ? 'reviews:page.none_hint' : 'reviews:page.none_invited');
    return <EmptyState title={t('reviews:page.none')} hint={hint} />;
  }
  return (
    <EmptyState title={t('reviews:filter.none')}>
      <Button
        onClick={() => {
          onShow({});
        }}
      >
        {t('cases:empty.widen')}
      </Button>
    </EmptyState>
  );
}

function useColumns(): TableColumnType<CaseReview>[] {
  const { t } = useTranslation('reviews');
  return [
    {
      key: 'title',
      title: t('column.title'),
      render: (_, one) => (
        <>
          <Link to="/case-reviews/$reviewId" params={{ reviewId: one.id }}>
            {one.title}
          </Link>{' '}
          {one.repeats !== null && <span className="tone">{t('second_series')}</span>}
        </>
      ),
    },
    { key: 'held', title: t('column.held'), width: 170, render: (_, one) => <Time at={one.held_at} /> },
    {
      key: 'state',
      title: t('column.state'),
      width: 130,
      render: (_, { state }) => (
        <span className={state === 'open' ? 'tone tone-good' : 'tone'}>{t(`state.${state}`)}</span>
      ),
    },
    {
      key: 'teams',
      title: t('column.teams'),
      render: (_, { teams }) => teams.map((team) => team.name).join(' · '),
    },
    {
      key: 'minutes',
      title: t('column.minutes'),
      width: 100,
      align: 'right',
      render: (_, { minutes }) => <span className="number">{t('minutes', { count: minutes })}</span>,
    },
    {
      key: 'attended',
      title: t('column.attended'),
      width: 120,
      render: (_, { is_attended }) => (is_attended ? '✓' : ''),
    },
  ];
}
