// Appeals: what waits for me, what is due first is first; and all that I may see.
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Segmented, Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { appealsQuery } from '../../api/appeals';
import type { AppealRow } from '../../api/types';
import { useMay, useMe } from '../../app/me';
import { appealsTitleOf } from '../../app/navigation';
import { oneOf, type Search } from '../../app/search';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { loadingTable } from '../../components/loadingTable';
import { PageHeader } from '../../components/PageHeader';
import { Pager } from '../../components/Pager';
import { Time, useInstant } from '../../components/Time';
import { useWorded } from '../../i18n/words';
import { Total } from '../evaluations/Total';
import { LastDay } from './LastDay';
import { StateTag } from './StateTag';
import { UnstaffedAlert } from './UnstaffedAlert';

const VIEWS = ['waiting', 'all'] as const;

export default function AppealsPage() {
  const { t } = useTranslation();
  const search = useSearch({ from: '/shell/appeals' });
  const navigate = useNavigate({ from: '/appeals' });
  const view = VIEWS.find((known) => known === oneOf(search.view)) ?? 'waiting';
  const cursor = oneOf(search.cursor);
  const { data, error, isFetching, refetch } = useQuery(appealsQuery(view, { cursor }));
  const columns = useColumns();
  const title = t(`appeals:title.${appealsTitleOf(useMe())}`);
  const show = (next: Search) => void navigate({ search: next });
  return (
    <>
      <PageHeader title={title} note={data && <Total page={data} />}>
        <Segmented
          aria-label={title}
          value={view}
          onChange={(chosen) => {
            show({ view: chosen === 'waiting' ? undefined : chosen });
          }}
          options={VIEWS.map((value) => ({ value, label: t(`appeals:view.${value}`) }))}
        />
      </PageHeader>
      {useMay('arbitrate_appeals') && <UnstaffedAlert />}
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 ? (
        <EmptyState
          title={t(view === 'waiting' ? 'appeals:none' : 'appeals:none_at_all')}
          hint={t('appeals:none_hint')}
        />
      ) : (
        <Table
          size="small"
          rowKey="id"
          columns={columns}
          dataSource={data?.items ?? []}
          {...loadingTable(isFetching && !data)}
          pagination={false}
        />
      )}
      {data && <Pager search={search} next={data.next} onShow={show} />}
    </>
  );
}

function useColumns(): TableColumnsType<AppealRow> {
  const { t } = useTranslation();
  const format = useInstant();
  const worded = useWorded();
  const name = (row: AppealRow, whose: 'agent' | 'evaluator') =>
    row.names ? row.names[whose].name : <span className="muted">{t('appeals:hidden')}</span>;
  return [
    {
      title: t('appeals:column.items'),
      key: 'items',
      render: (_, row) => {
        const items = row.is_withheld ? t('appeals:withheld') : row.items.map(worded).join(' · ');
        return (
          <Link
            to="/appeals/$appealId"
            params={{ appealId: row.id }}
            aria-label={t('appeals:open_of', { at: format(row.submitted_at), items })}
          >
            {items}
          </Link>
        );
      },
    },
    { title: t('appeals:column.card'), key: 'card', render: (_, row) => worded(row.scorecard.title) },
    { title: t('appeals:column.agent'), key: 'agent', render: (_, row) => name(row, 'agent') },
    { title: t('appeals:column.evaluator'), key: 'evaluator', render: (_, row) => name(row, 'evaluator') },
    { title: t('appeals:column.state'), key: 'state', render: (_, row) => <StateTag appeal={row} /> },
    {
      title: t('appeals:column.submitted'),
      key: 'submitted',
      render: (_, row) => <Time at={row.submitted_at} />,
    },
    {
      title: t('appeals:column.due'),
      key: 'due',
      render: (_, row) => (
        <>
          <LastDay until={row.due_at} />{' '}
          {row.is_overdue && <span className="tone tone-bad">{t('appeals:overdue')}</span>}
        </>
      ),
    },
  ];
}
