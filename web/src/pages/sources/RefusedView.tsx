// What a source sent and did not get in, by reason: uploads, of which nothing is kept, and files of its
// watched folder, which lie there still.
import { useQuery } from '@tanstack/react-query';
import { Button, Popconfirm, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import {
  type Dismissal,
  dismissRefused,
  type RefusedExample,
  type RefusedGroup,
  refusedQuery,
} from '../../api/sources';
import { retryFiles } from '../../api/watching';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Time } from '../../components/Time';
import { useReasonWords } from '../../components/useReasonWords';
import styles from './sources.module.css';
import { useSourceChange } from './useSourceChange';

type Props = { sourceId: string; mayManage: boolean };

export function RefusedView({ sourceId, mayManage }: Props) {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useQuery(refusedQuery(sourceId));
  const dismiss = useSourceChange((what: Dismissal) => dismissRefused(sourceId, what), {
    said: ({ count }) => t('sources:refused.dismissed', { count }),
  });
  const retry = useSourceChange((code: string | undefined) => retryFiles(sourceId, null, code), {
    said: ({ files }) => t('watching:retried', { count: files }),
  });
  const groups = data?.items ?? [];
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!isPending && groups.length === 0) {
    return <EmptyState title={t('sources:refused.none')} hint={t('sources:refused.none_hint')} />;
  }
  return (
    <>
      <p className="muted">{t('sources:refused.hint')}</p>
      {mayManage && (
        <div className={styles.bar2}>
          {groups.some((group) => group.can_retry) && (
            <Button
              loading={retry.isPending}
              onClick={() => {
                retry.mutate(undefined);
              }}
            >
              {t('sources:refused.retry_all')}
            </Button>
          )}
          <Popconfirm
            title={t('sources:refused.dismiss_confirm')}
            okText={t('sources:refused.dismiss_all')}
            cancelText={t('action.cancel')}
            onConfirm={() => {
              dismiss.mutate({});
            }}
          >
            <Button loading={dismiss.isPending}>{t('sources:refused.dismiss_all')}</Button>
          </Popconfirm>
        </div>
      )}
      {(dismiss.error ?? retry.error) && <ErrorNotice error={dismiss.error ?? retry.error} />}
      <div className={styles.table}>
        <Table<RefusedGroup>
          rowKey={({ way, code }) => `${way} ${code}`}
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
              align: 'right',
              render: (_, { count }) => <span className="number">{count}</span>,
            },
            {
              key: 'last',
              title: t('sources:failures.last'),
              render: (_, { last_at }) => <Time at={last_at} />,
            },
            {
              key: 'files',
              title: t('sources:refused.files'),
              render: (_, { way, examples, count }) => (
                <Files
                  examples={examples}
                  more={way === 'folder' ? count - examples.length : 0}
                  onDismiss={
                    mayManage
                      ? (id) => {
                          dismiss.mutate({ way, id });
                        }
                      : undefined
                  }
                />
              ),
            },
            {
              key: 'actions',
              title: <span className="visually-hidden">{t('watching:column.actions')}</span>,
              render: (_, { way, code, can_retry }) =>
                mayManage && (
                  <span className={styles.rowActions}>
                    {can_retry && (
                      <Button
                        size="small"
                        onClick={() => {
                          retry.mutate(code);
                        }}
                      >
                        {t('sources:failures.retry')}
                      </Button>
                    )}
                    <Button
                      size="small"
                      onClick={() => {
                        dismiss.mutate({ way, code });
                      }}
                    >
                      {t('sources:refused.dismiss')}
                    </Button>
                  </span>
                ),
            },
          ]}
        />
      </div>
    </>
  );
}

/** What happened, and what becomes of it. */
function Reason({ group: { way, code, reason, can_retry } }: { group: RefusedGroup }) {
  const { t } = useTranslation();
  const words = useReasonWords();
  const next = nextOf(way, code, can_retry);
  return (
    <div className={styles.reason}>
      <span className={styles.origin}>{t(`sources:refused.way.${way}`)}</span>
      <div>{words(code, reason)}</div>
      <span className={styles.origin}>{t(`sources:refused.next.${next}`)}</span>
    </div>
  );
}

function nextOf(way: RefusedGroup['way'], code: string, can_retry: boolean) {
  if (code === 'call_deleted') return 'deleted';
  if (way === 'upload') return 'send_again';
  return can_retry ? 'try_again' : 'never';
}

type FilesProps = {
  examples: RefusedExample[];
  more: number;
  onDismiss: ((id: string) => void) | undefined;
};

function Files({ examples, more, onDismiss }: FilesProps) {
  const { t } = useTranslation();
  return (
    <ul className={styles.files}>
      {examples.map(({ id, name, times }) => {
        const shown = name ?? t('sources:refused.unnamed');
        return (
          <li key={id}>
            <span className={styles.fileName}>{shown}</span>
            {times > 1 && <span className="muted">{t('sources:refused.times', { count: times })}</span>}
            {onDismiss && (
              <Button
                type="text"
                size="small"
                aria-label={t('sources:refused.dismiss_one', { name: shown })}
                title={t('sources:refused.dismiss')}
                onClick={() => {
                  onDismiss(id);
                }}
              >
                ×
              </Button>
            )}
          </li>
        );
      })}
      {more > 0 && <li className="muted">{t('sources:refused.more', { count: more })}</li>}
    </ul>
  );
}
