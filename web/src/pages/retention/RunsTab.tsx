// What was removed, run by run.
import { useQuery } from '@tanstack/react-query';
import { Table, type TableColumnType } from 'antd';
import { useTranslation } from 'react-i18next';
import { type Run, runsQuery } from '../../api/keeping';
import { oneOf, type Search } from '../../app/search';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Pager } from '../../components/Pager';
import { Time } from '../../components/Time';
import { useSumWords } from './dueWords';
import styles from './retention.module.css';
import { RunProgress } from './RunProgress';

type Props = { search: Search; onShow: (search: Search) => void };

export function RunsTab({ search, onShow }: Props) {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useQuery(runsQuery({ cursor: oneOf(search.cursor) }));
  const columns = useColumns();
  const running = data?.items.find(({ state }) => state === 'running');
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (data?.items.length === 0) {
    return <EmptyState title={t('keeping:run.none')} hint={t('keeping:run.none_hint')} />;
  }
  return (
    <>
      {running && <RunProgress run={running} onEnd={() => void refetch()} />}
      <div className={styles.table}>
        <Table<Run>
          rowKey="id"
          size="small"
          dataSource={data?.items ?? []}
          columns={columns}
          loading={isPending}
          pagination={false}
        />
      </div>
      {data && <Pager search={search} next={data.next} onShow={onShow} />}
    </>
  );
}

function useColumns(): TableColumnType<Run>[] {
  const { t } = useTranslation();
  const { bytes } = useSumWords();
  return [
    { key: 'began', title: t('keeping:run.began'), render: (_, { started_at }) => <Time at={started_at} /> },
    {
      key: 'by',
      title: t('keeping:run.by'),
      render: (_, { started_by }) => started_by?.name ?? t('keeping:run.itself'),
    },
    {
      key: 'state',
      title: t('keeping:run.state'),
      render: (_, { state, stopped_by }) => (
        <>
          {t(`keeping:run.${state === 'done' || state === 'stopped' ? state : 'running'}`)}{' '}
          {stopped_by && (
            <span className="muted">{t('keeping:run.stopped_by', { name: stopped_by.name })}</span>
          )}
        </>
      ),
    },
    {
      key: 'removed',
      title: t('keeping:run.removed'),
      align: 'right',
      render: (_, { removed, due, contacts }) => (
        <span className="number">
          {t('keeping:run.of', { removed, due })}
          {contacts > 0 && ` + ${t('keeping:request.also_contacts', { count: contacts })}`}
        </span>
      ),
    },
    {
      key: 'size',
      title: t('keeping:due.size'),
      align: 'right',
      render: (_, run) => <span className="number">{bytes(run.bytes)}</span>,
    },
    {
      key: 'ended',
      title: t('keeping:run.ended'),
      render: (_, { finished_at }) => <Time at={finished_at} />,
    },
  ];
}
