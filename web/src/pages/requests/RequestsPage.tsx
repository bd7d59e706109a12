// What agents ask for: calls nominated, another listener. Accepted into an inspector's queue, or declined
// with a reason.
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Segmented, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallRequest, type RequestState, requestsQuery } from '../../api/requests';
import { oneOf, type Search } from '../../app/search';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { loadingTable } from '../../components/loadingTable';
import { PageHeader } from '../../components/PageHeader';
import { Pager } from '../../components/Pager';
import { Time } from '../../components/Time';
import { Total } from '../evaluations/Total';
import { DecideDialog } from './DecideDialog';
import { RequestStateTag } from './RequestStateTag';

const STATES: readonly RequestState[] = ['open', 'accepted', 'declined', 'withdrawn'];

export default function RequestsPage() {
  const { t } = useTranslation();
  const search = useSearch({ from: '/shell/requests' });
  const navigate = useNavigate({ from: '/requests' });
  const state = STATES.find((one) => one === oneOf(search.state)) ?? 'open';
  const { data, error, isPending, refetch } = useQuery(requestsQuery('all', state, oneOf(search.cursor)));
  const [deciding, setDeciding] = useState<CallRequest | null>(null);
  const columns = useColumns(setDeciding);
  const show = (next: Search) => void navigate({ search: next });
  return (
    <>
      <PageHeader title={t('nav.requests')} note={data && <Total page={data} />}>
        <Segmented
          aria-label={t('requests:column.state')}
          value={state}
          options={STATES.map((value) => ({ value, label: t(`requests:state.${value}`) }))}
          onChange={(next) => {
            show({ state: next === 'open' ? undefined : next });
          }}
        />
      </PageHeader>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 ? (
        <EmptyState title={t(`requests:none.${state}`)} hint={t('requests:none.hint')} />
      ) : (
        <Table
          size="small"
          rowKey="id"
          columns={columns}
          dataSource={data?.items ?? []}
          {...loadingTable(isPending)}
          pagination={false}
        />
      )}
      {data && <Pager search={search} next={data.next} onShow={show} />}
      {deciding && (
        <DecideDialog
          key={deciding.id}
          request={deciding}
          onClose={() => {
            setDeciding(null);
          }}
        />
      )}
    </>
  );
}

function useColumns(onDecide: (request: CallRequest) => void): TableColumnsType<CallRequest> {
  const { t } = useTranslation();
  return [
    {
      title: t('requests:column.call'),
      key: 'call',
      render: (_, { call_id, call_started_at }) => (
        <Link to="/calls/$callId" params={{ callId: call_id }}>
          <Time at={call_started_at} />
        </Link>
      ),
    },
    { title: t('requests:column.kind'), key: 'kind', render: (_, { kind }) => t(`requests:kind.${kind}`) },
    { title: t('requests:column.agent'), key: 'agent', render: (_, { person }) => person.name },
    { title: t('requests:column.team'), key: 'team', render: (_, { team }) => team?.name },
    { title: t('requests:column.reason'), key: 'reason', render: (_, { reason }) => reason },
    {
      title: t('requests:column.scored_by'),
      key: 'scored_by',
      render: (_, { scored_by }) => scored_by.map(({ name }) => name).join(', '),
    },
    {
      title: t('requests:column.asked'),
      key: 'asked',
      render: (_, { asked_at }) => <Time at={asked_at} />,
    },
    {
      title: t('requests:column.state'),
      key: 'state',
      render: (_, request) =>
        request.state === 'open' ? (
          <Button
            size="small"
            onClick={() => {
              onDecide(request);
            }}
          >
            {t('requests:decide.open')}
          </Button>
        ) : (
          <>
            <RequestStateTag state={request.state} /> {request.decided_by?.name} {request.answer}
          </>
        ),
    },
  ];
}
