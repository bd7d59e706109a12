// What was given up or stopped, by reason, and trying it again. The recordings are kept and can be heard.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Table, type TableColumnType } from 'antd';
import { useTranslation } from 'react-i18next';
import { type EndedBadly, endedBadlyQuery, retryWork, workChanged } from '../../api/transcription';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Time } from '../../components/Time';
import { useReasonWords } from '../../components/useReasonWords';
import { useSaidChange } from '../../components/useSaidChange';
import styles from './transcription.module.css';

export function FailedTable({ mayManage }: { mayManage: boolean }) {
  const { t } = useTranslation();
  const reasonWords = useReasonWords();
  const { data, error, refetch } = useQuery(endedBadlyQuery);
  const retry = useSaidChange(retryWork, workChanged, {
    said: ({ count }) => t('transcription:retried', { count }),
  });
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data || data.items.length === 0) return null;
  const columns: TableColumnType<EndedBadly>[] = [
    {
      key: 'reason',
      title: t('transcription:field.reason'),
      render: (_, { reason, message, was_stopped }) =>
        was_stopped ? t('transcription:was_stopped') : reasonWords(reason, message),
    },
    {
      key: 'count',
      title: t('transcription:field.recordings'),
      render: (_, { count }) => <span className="number">{count}</span>,
    },
    {
      key: 'last',
      title: t('transcription:field.last'),
      render: (_, { last_at }) => last_at && <Time at={last_at} />,
    },
    {
      key: 'examples',
      title: t('transcription:field.examples'),
      render: (_, { examples }) => (
        <span className={styles.buttons}>
          {examples.map(({ job_id, call_id }, place) => (
            <Link key={job_id} to="/calls/$callId" params={{ callId: call_id }}>
              {t('transcription:example', { number: place + 1 })}
            </Link>
          ))}
        </span>
      ),
    },
    {
      key: 'retry',
      title: <span className="visually-hidden">{t('transcription:retry')}</span>,
      render: (_, { reason }) =>
        mayManage && (
          <Button
            size="small"
            onClick={() => {
              retry.mutate({ reason });
            }}
          >
            {t('transcription:retry')}
          </Button>
        ),
    },
  ];
  return (
    <section className={styles.section} aria-labelledby="failed">
      <h2 id="failed">{t('transcription:failed')}</h2>
      {retry.error && <ErrorNotice error={retry.error} />}
      <Table<EndedBadly>
        rowKey="reason"
        size="small"
        dataSource={data.items}
        columns={columns}
        pagination={false}
      />
    </section>
  );
}
