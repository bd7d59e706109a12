// What one has asked for, and what became of it.
import { useQuery } from '@tanstack/react-query';
import { Button, Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { type CallRequest, requestsChanged, requestsQuery, withdrawRequest } from '../../api/requests';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Time } from '../../components/Time';
import { useSaidChange } from '../../components/useSaidChange';
import { RequestStateTag } from '../requests/RequestStateTag';

export function OwnRequests() {
  const { t } = useTranslation();
  const { data } = useQuery(requestsQuery('mine', undefined, undefined));
  const withdraw = useSaidChange(withdrawRequest, requestsChanged, {
    said: () => t('requests:mine.withdrawn'),
  });
  const columns: TableColumnsType<CallRequest> = [
    {
      title: t('requests:column.call'),
      key: 'call',
      render: (_, { call_started_at }) => <Time at={call_started_at} />,
    },
    { title: t('requests:column.kind'), key: 'kind', render: (_, { kind }) => t(`requests:kind.${kind}`) },
    { title: t('requests:column.reason'), key: 'reason', render: (_, { reason }) => reason },
    {
      title: t('requests:column.state'),
      key: 'state',
      render: (_, { state, answer }) => (
        <>
          <RequestStateTag state={state} /> {answer}
        </>
      ),
    },
    {
      title: <span className="visually-hidden">{t('requests:mine.withdraw')}</span>,
      key: 'withdraw',
      align: 'right',
      render: (_, { id, state }) =>
        state === 'open' && (
          <Button
            size="small"
            onClick={() => {
              withdraw.mutate(id);
            }}
          >
            {t('requests:mine.withdraw')}
          </Button>
        ),
    },
  ];
  if (!data || data.items.length === 0) return null;
  return (
    <section aria-labelledby="own-requests">
      <h2 id="own-requests">{t('requests:mine.title')}</h2>
      {withdraw.error && <ErrorNotice error={withdraw.error} />}
      <Table size="small" rowKey="id" columns={columns} dataSource={data.items} pagination={false} />
    </section>
  );
}
