// The sales that wait, the oldest call first; taking one opens it.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button, Select, Table, type TableColumnType } from 'antd';
import { useTranslation } from 'react-i18next';
import { beginEvaluation } from '../../api/assignments';
import { directoryQuery } from '../../api/directory';
import { salesQuery, takeSale, type WaitingSale } from '../../api/sales';
import type { CallRow } from '../../api/types';
import { useMay } from '../../app/me';
import { oneOf } from '../../app/search';
import { Duration } from '../../components/Duration';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { loadingTable } from '../../components/loadingTable';
import { Pager } from '../../components/Pager';
import { Time, useInstant } from '../../components/Time';
import styles from './sales.module.css';
import type { TabProps } from './SalesPage';

const ALL = 'all';

export function WaitingTab({ search, onShow }: TabProps) {
  const { t } = useTranslation();
  const queue = oneOf(search.queue);
  const { data, error, isPending, refetch } = useQuery(salesQuery({ queue, cursor: oneOf(search.cursor) }));
  const queues = useQuery(directoryQuery).data?.queues ?? [];
  const mayRule = useMay('assign_calls');
  const taking = useTaking();
  const columns = useColumns((call_id) => {
    taking.mutate({ call_id });
  });
  const isEmpty = data?.items.length === 0;
  return (
    <>
      <div className={styles.bar}>
        <Select
          className={styles.choice ?? ''}
          aria-label={t('sales:waiting.queue')}
          showSearch={{ optionFilterProp: 'label' }}
          value={queue ?? ALL}
          options={[
            { value: ALL, label: t('sales:waiting.all_queues') },
            ...queues.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(chosen) => {
            onShow({ tab: 'waiting', queue: chosen === ALL ? undefined : chosen });
          }}
        />
        <Button
          type="primary"
          disabled={!data || isEmpty}
          loading={taking.isPending}
          onClick={() => {
            taking.mutate(queue === undefined ? {} : { queue_id: queue });
          }}
        >
          {t('sales:waiting.take_next')}
        </Button>
        {data && <span className="muted">{t('sales:waiting.count', { count: data.total })}</span>}
      </div>
      {taking.error && <ErrorNotice error={taking.error} />}
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {isEmpty ? (
        <EmptyState title={t('sales:waiting.empty')} hint={t('sales:waiting.empty_hint')}>
          {mayRule && (
            <Link to="/sales" search={{ tab: 'rules' }}>
              {t('sales:waiting.empty_rules')}
            </Link>
          )}
        </EmptyState>
      ) : (
        <Table<WaitingSale>
          rowKey={(sale) => sale.call.id}
          size="small"
          dataSource={data?.items ?? []}
          columns={columns}
          {...loadingTable(isPending)}
          pagination={false}
        />
      )}
      {data && <Pager search={search} next={data.next} onShow={onShow} />}
    </>
  );
}

/** Takes a sale and opens it for verification. */
function useTaking() {
  const navigate = useNavigate();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (choice: { call_id?: string; queue_id?: string }) =>
      beginEvaluation((await takeSale(choice)).id),
    onSuccess: async (evaluation) => {
      void queries.invalidateQueries({ queryKey: ['assignments'] });
      await navigate({ to: '/review/$evaluationId', params: { evaluationId: evaluation.id } });
    },
    // What was shown is no longer what waits, whether it was taken or another had it.
    onSettled: () => queries.invalidateQueries({ queryKey: ['sales'] }),
  });
}

function agentsOf(call: CallRow): string {
  return call.agents.map((part) => part.person?.name ?? part.name ?? part.external_id).join(', ');
}

function useColumns(onTake: (call_id: string) => void): TableColumnType<WaitingSale>[] {
  const { t } = useTranslation();
  const instant = useInstant();
  return [
    {
      key: 'call',
      title: t('sales:column.call'),
      render: (_, { call }) => (
        <Link to="/calls/$callId" params={{ callId: call.id }}>
          <Time at={call.started_at} />
        </Link>
      ),
    },
    { key: 'agent', title: t('sales:column.agent'), render: (_, { call }) => agentsOf(call) },
    { key: 'queue', title: t('sales:column.queue'), render: (_, { call }) => call.queue?.name },
    { key: 'disposition', title: t('sales:column.disposition'), render: (_, { call }) => call.disposition },
    {
      key: 'length',
      title: t('sales:column.length'),
      align: 'right',
      render: (_, { call }) => <Duration ms={call.duration_ms} />,
    },
    {
      key: 'joined',
      title: t('sales:column.joined'),
      responsive: ['xl'],
      render: (_, { joined_at }) => <Time at={joined_at} />,
    },
    {
      key: 'action',
      title: <span className="visually-hidden">{t('sales:column.action')}</span>,
      width: 110,
      render: (_, { call }) => (
        <Button
          size="small"
          aria-label={t('sales:waiting.take_this', { at: instant(call.started_at) })}
          onClick={() => {
            onTake(call.id);
          }}
        >
          {t('sales:waiting.take')}
        </Button>
      ),
    },
  ];
}
