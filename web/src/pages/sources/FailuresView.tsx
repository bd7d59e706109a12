// What went wrong with a source's recordings, by reason, and trying it again. The bytes are kept.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { type FailureGroup, failuresQuery, type Retry, retryFailures } from '../../api/sources';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Time } from '../../components/Time';
import { useReasonWords } from '../../components/useReasonWords';
import styles from './sources.module.css';
import { useSourceChange } from './useSourceChange';

type Props = { sourceId: string; mayManage: boolean };

export function FailuresView({ sourceId, mayManage }: Props) {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useQuery(failuresQuery(sourceId));
  const retry = useSourceChange((which: Retry) => retryFailures(sourceId, which), {
    said: ({ count }) => t('sources:failures.retried', { count }),
  });
  const groups = data?.items ?? [];
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!isPending && groups.length === 0) {
    return <EmptyState title={t('sources:failures.none')} hint={t('sources:failures.none_hint')} />;
  }
  return (
    <>
      <div className={styles.bar2}>
        <span className="muted">{t('sources:failures.hint')}</span>
        {mayManage && (
          <Button
            loading={retry.isPending}
            onClick={() => {
              retry.mutate({});
            }}
          >
            {t('sources:failures.retry_all')}
          </Button>
        )}
      </div>
      {retry.error && <ErrorNotice error={retry.error} />}
      <div className={styles.table}>
        <Table<FailureGroup>
          rowKey={({ kind, reason }) => `${kind} ${reason}`}
          size="small"
          loading={isPending}
          dataSource={groups}
          pagination={false}
          columns={[
            {
              key: 'reason',
              title: t('sources:failures.reason'),
              render: (_, group) => <Reason group={group} />,
            },
            {
              key: 'count',
              title: t('sources:failures.count'),
              render: (_, { count }) => <span className="number">{count}</span>,
            },
            {
              key: 'last',
              title: t('sources:failures.last'),
              render: (_, { last_at }) => <Time at={last_at} />,
            },
            {
              key: 'examples',
              title: t('sources:failures.examples'),
              render: (_, { examples }) => <Examples examples={examples} />,
            },
            {
              key: 'retry',
              title: <span className="visually-hidden">{t('sources:failures.retry')}</span>,
              render: (_, { kind, reason }) =>
                mayManage && (
                  <Button
                    size="small"
                    onClick={() => {
                      retry.mutate({ kind, reason });
                    }}
                  >
                    {t('sources:failures.retry')}
                  </Button>
                ),
            },
          ]}
        />
      </div>
    </>
  );
}

function Reason({ group }: { group: FailureGroup }) {
  const { t } = useTranslation();
  const reasonWords = useReasonWords();
  const kind = t(`sources:failures.kind.${group.kind}`);
  return (
    <>
      <span className={styles.origin}>{kind}</span>
      <br />
      {reasonWords(group.code ?? group.reason, group.message)}
    </>
  );
}

function Examples({ examples }: { examples: FailureGroup['examples'] }) {
  const { t } = useTranslation();
  return (
    <span className={styles.examples}>
      {examples.map(({ call_id, recording_id }, place) => (
        <Link key={recording_id} to="/calls/$callId" params={{ callId: call_id }}>
          {t('sources:failures.example', { number: place + 1 })}
        </Link>
      ))}
    </span>
  );
}
