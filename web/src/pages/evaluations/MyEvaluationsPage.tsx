// What became of one's own evaluations: drafts, what is out, whether the agent has read it.
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Checkbox, Segmented, Select, Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { evaluationsQuery } from '../../api/results';
import type { EvaluationRow } from '../../api/types';
import type { Search } from '../../app/search';
import { Pager } from '../../components/Pager';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { PageHeader } from '../../components/PageHeader';
import { PersonName } from '../../components/PersonName';
import { Time } from '../../components/Time';
import { useWorded } from '../../i18n/words';
import { loadingTable } from '../../components/loadingTable';
import { ANSWERED } from '../results/search';
import { AnswerCell, CallTimeLink, PurposeTag, ResultCell, StateCell } from './cells';
import { isOverdueOnly, mineAnswered, mineQuery, mineSort, mineState, STATES } from './search';
import { chosenSort, directionOf } from './sorting';
import { RatingsPart } from './RatingsPart';
import { Total } from './Total';

const ANY = 'any';

export default function MyEvaluationsPage() {
  const { t } = useTranslation();
  const search = useSearch({ from: '/shell/evaluations' });
  const navigate = useNavigate({ from: '/evaluations' });
  const { data, error, isFetching, refetch } = useQuery(evaluationsQuery('mine', mineQuery(search)));
  const columns = useMineColumns(mineSort(search));
  const show = (next: Search) => void navigate({ search: next });
  const change = (part: Search) => {
    show({ ...search, cursor: undefined, ...part });
  };
  const isNarrowed =
    mineState(search) !== undefined || mineAnswered(search) !== undefined || isOverdueOnly(search);
  return (
    <>
      <PageHeader title={t('nav.my_evaluations')} note={data && <Total page={data} />}>
        <MineFilters search={search} onChange={change} />
      </PageHeader>
      <RatingsPart />
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 && !isNarrowed ? (
        <EmptyState title={t('results:mine.none')} hint={t('results:mine.none_hint')}>
          <Link to="/today">{t('results:mine.to_today')}</Link>
        </EmptyState>
      ) : (
        <Table
          size="small"
          rowKey="id"
          columns={columns}
          dataSource={data?.items ?? []}
          {...loadingTable(isFetching && !data)}
          pagination={false}
          locale={{ emptyText: t('results:mine.none_like_this') }}
          onChange={(_pages, _filters, sorter) => {
            change({ sort: chosenSort(sorter) });
          }}
        />
      )}
      {data && <Pager search={search} next={data.next} onShow={show} />}
    </>
  );
}

function MineFilters({ search, onChange }: { search: Search; onChange: (part: Search) => void }) {
  const { t } = useTranslation();
  return (
    <>
      <Segmented
        aria-label={t('results:column.state')}
        value={mineAnswered(search) === undefined ? (mineState(search) ?? 'all') : 'released'}
        onChange={(state) => {
          onChange({ state: state === 'all' ? undefined : state, answered: undefined });
        }}
        options={[
          { value: 'all', label: t('results:filter.all') },
          ...STATES.map((state) => ({ value: state, label: t(`results:state.${state}`) })),
        ]}
      />
      <Select
        aria-label={t('results:column.answer')}
        value={mineAnswered(search) ?? ANY}
        onChange={(answered) => {
          onChange({ answered: answered === ANY ? undefined : answered });
        }}
        popupMatchSelectWidth={false}
        options={[
          { value: ANY, label: t('results:answer.any') },
          ...ANSWERED.map((answered) => ({ value: answered, label: t(`results:answer.${answered}`) })),
        ]}
      />
      <Checkbox
        checked={isOverdueOnly(search)}
        onChange={(event) => {
          onChange({ overdue: event.target.checked ? 'true' : undefined });
        }}
      >
        {t('results:due.only')}
      </Checkbox>
    </>
  );
}

function useMineColumns(sort: string): TableColumnsType<EvaluationRow> {
  const { t } = useTranslation();
  const worded = useWorded();
  return [
    { title: t('results:column.call'), key: 'call', render: (_, row) => <CallTimeLink row={row} /> },
    {
      title: t('results:column.agent'),
      key: 'agent',
      render: (_, row) => <PersonName person={row.person} fallback={row.agent_name} />,
    },
    {
      title: t('results:column.card'),
      key: 'card',
      render: (_, row) => (
        <>
          {worded(row.scorecard.title)} <PurposeTag row={row} />
        </>
      ),
    },
    {
      title: t('results:column.result'),
      key: 'total',
      sorter: true,
      sortOrder: directionOf(sort, 'total'),
      render: (_, row) => <ResultCell row={row} />,
    },
    { title: t('results:column.state'), key: 'state', render: (_, row) => <StateCell row={row} /> },
    { title: t('results:column.answer'), key: 'answer', render: (_, row) => <AnswerCell row={row} /> },
    {
      title: t('results:column.released'),
      key: 'released_at',
      sorter: true,
      sortOrder: directionOf(sort, 'released_at'),
      render: (_, row) => <Time at={row.released_at} />,
    },
    {
      title: t('results:column.changed'),
      key: 'changed',
      responsive: ['xl'],
      render: (_, row) => <Time at={row.changed_at} />,
    },
  ];
}
