// The files that were seen in a watched folder, and what can be done about those that are not in.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Segmented, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type FileState,
  forgetFile,
  retryFiles,
  type WatchedFile,
  watchedFilesQuery,
} from '../../api/watching';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Time } from '../../components/Time';
import { useReasonWords } from '../../components/useReasonWords';
import styles from './sources.module.css';
import { useSourceChange } from './useSourceChange';

type Props = { sourceId: string; mayManage: boolean };

const NOT_IN = 'refused,retrying';
const SHOWN = ['not_in', 'all', 'held', 'taken'] as const;
type Shown = (typeof SHOWN)[number];
const WANTED: Record<Shown, string | undefined> = {
  not_in: NOT_IN,
  all: undefined,
  held: 'held',
  taken: 'taken',
};
const TONES: Record<FileState, string> = {
  taken: 'good',
  known: 'plain',
  applied: 'good',
  held: 'warning',
  retrying: 'warning',
  refused: 'bad',
  dismissed: 'plain',
};

export function FolderFiles({ sourceId, mayManage }: Props) {
  const { t } = useTranslation();
  const [shown, setShown] = useState<Shown>('not_in');
  const [cursor, setCursor] = useState<string>();
  const { data, error, isPending, refetch } = useQuery(watchedFilesQuery(sourceId, WANTED[shown], cursor));
  const retry = useSourceChange((id: string | null) => retryFiles(sourceId, id), {
    said: ({ files }) => t('watching:retried', { count: files }),
  });
  const forget = useSourceChange((id: string) => forgetFile(sourceId, id));
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  return (
    <section aria-label={t('watching:files')}>
      <h2>{t('watching:files')}</h2>
      <div className={styles.bar2}>
        <Segmented<Shown>
          aria-label={t('watching:which')}
          value={shown}
          onChange={(next) => {
            setCursor(undefined);
            setShown(next);
          }}
          options={SHOWN.map((value) => ({ value, label: t(`watching:show.${value}`) }))}
        />
        {mayManage && (
          <Button
            loading={retry.isPending}
            onClick={() => {
              retry.mutate(null);
            }}
          >
            {t('watching:retry_all')}
          </Button>
        )}
      </div>
      {(retry.error ?? forget.error) && <ErrorNotice error={retry.error ?? forget.error} />}
      <div className={styles.table}>
        <Table<WatchedFile>
          rowKey="id"
          size="small"
          loading={isPending}
          dataSource={data?.items ?? []}
          pagination={false}
          locale={{ emptyText: t(`watching:empty.${shown}`) }}
          columns={[
            {
              key: 'path',
              title: t('watching:column.path'),
              render: (_, file) => file.path ?? t(`watching:kind.${file.kind}`),
            },
            { key: 'state', title: t('watching:column.state'), render: (_, file) => <State file={file} /> },
            {
              key: 'changed',
              title: t('watching:column.changed'),
              render: (_, { changed_at }) => <Time at={changed_at} />,
            },
            {
              key: 'actions',
              title: <span className="visually-hidden">{t('watching:column.actions')}</span>,
              render: (_, file) => (
                <>
                  {file.call_id !== null && (
                    <Link to="/calls/$callId" params={{ callId: file.call_id }}>
                      {t('watching:open_call')}
                    </Link>
                  )}
                  {mayManage && (file.state === 'refused' || file.state === 'retrying') && (
                    <>
                      <Button
                        size="small"
                        type="link"
                        onClick={() => {
                          retry.mutate(file.id);
                        }}
                      >
                        {t('watching:retry')}
                      </Button>
                      <Button
                        size="small"
                        type="link"
                        onClick={() => {
                          forget.mutate(file.id);
                        }}
                      >
                        {t('watching:forget')}
                      </Button>
                    </>
                  )}
                </>
              ),
            },
          ]}
        />
      </div>
      {(cursor !== undefined || (data?.next ?? null) !== null) && (
        <nav className="pager" aria-label={t('pager.name')}>
          <Button
            disabled={cursor === undefined}
            onClick={() => {
              setCursor(undefined);
            }}
          >
            {t('pager.first')}
          </Button>
          <Button
            disabled={!data?.next}
            onClick={() => {
              setCursor(data?.next ?? undefined);
            }}
          >
            {t('pager.next')}
          </Button>
        </nav>
      )}
    </section>
  );
}

function State({ file: { code, reason, state } }: { file: WatchedFile }) {
  const { t } = useTranslation();
  const reasonWords = useReasonWords();
  // Which field is wrong stands in the sentence alone.
  const words = code === null || code === 'metadata_field' ? reason : reasonWords(code, reason);
  return (
    <>
      <span className={`tone tone-${TONES[state]}`}>{t(`watching:state.${state}`)}</span>
      {words !== null && <div>{words}</div>}
    </>
  );
}
