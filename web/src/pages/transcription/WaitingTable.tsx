// What comes next, in the order in which it is taken; of one source where the address says so.
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Table, type TableColumnType } from 'antd';
import { useTranslation } from 'react-i18next';
import { putFirst, stopWork, type WaitingWork, waitingWorkQuery, workChanged } from '../../api/transcription';
import { oneOf, type Search } from '../../app/search';
import { Duration } from '../../components/Duration';
import { ErrorNotice } from '../../components/ErrorNotice';
import { loadingTable } from '../../components/loadingTable';
import { Pager } from '../../components/Pager';
import { Time } from '../../components/Time';
import { useSaidChange } from '../../components/useSaidChange';
import styles from './transcription.module.css';

export function WaitingTable({ mayManage }: { mayManage: boolean }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ from: '/shell/transcription' });
  const query = { source: oneOf(search.source), cursor: oneOf(search.cursor) };
  const { data, error, isPending, refetch } = useQuery(waitingWorkQuery(query));
  const first = useSaidChange(putFirst, workChanged, { said: () => t('transcription:put_first_done') });
  const stop = useSaidChange(stopWork, workChanged, { said: () => t('transcription:stopped') });
  const show = (next: Search) => void navigate({ to: '/transcription', search: next });
  const columns: TableColumnType<WaitingWork>[] = [
    {
      key: 'call',
      title: t('transcription:field.call'),
      render: (_, { work }) => (
        <Link to="/calls/$callId" params={{ callId: work.call_id }}>
          {work.audio_ms === null ? t('transcription:open_call') : <Duration ms={work.audio_ms} />}
        </Link>
      ),
    },
    { key: 'source', title: t('transcription:field.source'), render: (_, { source }) => source.name },
    {
      key: 'since',
      title: t('transcription:field.since'),
      render: (_, { work }) => (
        <>
          <Time at={work.created_at} />
          {work.is_first && ' '}
          {work.is_first && <span className="tone tone-good">{t('transcription:is_first')}</span>}
        </>
      ),
    },
    {
      key: 'do',
      title: <span className="visually-hidden">{t('transcription:field.do')}</span>,
      render: (_, { work }) =>
        mayManage && (
          <span className={styles.buttons}>
            {!work.is_first && (
              <Button
                size="small"
                onClick={() => {
                  first.mutate(work.job_id);
                }}
              >
                {t('transcription:put_first')}
              </Button>
            )}
            <Button
              size="small"
              onClick={() => {
                stop.mutate(work.job_id);
              }}
            >
              {t('transcription:stop')}
            </Button>
          </span>
        ),
    },
  ];
  if (data?.items.length === 0 && query.source === undefined) return null;
  const trouble = error ?? first.error ?? stop.error;
  return (
    <section className={styles.section} aria-labelledby="next">
      <h2 id="next">
        {t('transcription:next')}{' '}
        {query.source !== undefined && (
          <Link to="/transcription" search={{}} className={styles.all ?? ''}>
            {t('transcription:all_sources')}
          </Link>
        )}
      </h2>
      {trouble && <ErrorNotice error={trouble} onRetry={() => void refetch()} />}
      <Table<WaitingWork>
        rowKey={({ work }) => work.job_id}
        size="small"
        dataSource={data?.items ?? []}
        columns={columns}
        {...loadingTable(isPending)}
        pagination={false}
      />
      {data && <Pager search={search} next={data.next} onShow={show} />}
    </section>
  );
}
