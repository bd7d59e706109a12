// What was given to be learned: who is behind comes first.
import { useQuery } from '@tanstack/react-query';
import { Button, Popconfirm, Segmented, Table, type TableColumnType } from 'antd';
import { useTranslation } from 'react-i18next';
import { casesChanged } from '../../api/cases';
import type { LearningTask } from '../../api/caseShapes';
import { removeTask, tasksQuery } from '../../api/learning';
import { oneOf, type Search } from '../../app/search';
import { ErrorNotice } from '../../components/ErrorNotice';
import { TaskLink } from '../../components/learning/TaskLink';
import { loadingTable } from '../../components/loadingTable';
import { Pager } from '../../components/Pager';
import { useSaidChange } from '../../components/useSaidChange';
import { Part } from './DeskPage';
import styles from './desk.module.css';
import { WhoseFilters } from './WhoseFilters';

const STATES = ['overdue', 'open', 'done'] as const;

type Props = { search: Search; onShow: (search: Search) => void };

export function ChaseList({ search, onShow }: Props) {
  const { t } = useTranslation();
  const state = STATES.find((known) => known === oneOf(search.state)) ?? 'overdue';
  const query = {
    state,
    person_id: oneOf(search.person_id),
    team_id: oneOf(search.team_id),
    cursor: oneOf(search.cursor),
  };
  const { data, error, isPending, refetch } = useQuery(tasksQuery(query));
  const set = (part: Search) => {
    onShow({ ...search, ...part, cursor: undefined });
  };
  const remove = useSaidChange(removeTask, casesChanged, { said: () => t('learning:chase.removed') });
  const columns = useColumns((id) => {
    remove.mutate(id);
  });
  return (
    <Part title={t('learning:chase.title')} count={data?.total}>
      <div className="filters">
        <Segmented
          className={styles.states ?? ''}
          aria-label={t('learning:chase.state')}
          value={state}
          options={STATES.map((value) => ({ value, label: t(`learning:state.${value}`) }))}
          onChange={(chosen) => {
            set({ state: chosen });
          }}
        />
        <WhoseFilters search={search} onChange={set} />
      </div>
      {(error ?? remove.error) && (
        <ErrorNotice error={error ?? remove.error} onRetry={() => void refetch()} />
      )}
      {data?.items.length === 0 ? (
        <p className="muted">{t(`learning:chase.none.${state}`)}</p>
      ) : (
        <Table<LearningTask>
          rowKey="id"
          size="small"
          dataSource={data?.items ?? []}
          columns={columns}
          {...loadingTable(isPending)}
          pagination={false}
        />
      )}
      {data && <Pager search={search} next={data.next} onShow={onShow} />}
    </Part>
  );
}

function useColumns(onRemove: (id: string) => void): TableColumnType<LearningTask>[] {
  const { t } = useTranslation();
  return [
    {
      key: 'who',
      title: t('learning:chase.who'),
      width: 130,
      render: (_, { person, team }) => (
        <>
          <div>{person.name}</div>
          <div className="muted">{team?.name}</div>
        </>
      ),
    },
    {
      key: 'what',
      title: t('learning:assign.what'),
      render: (_, task) => (
        <>
          <TaskLink task={task} />
          {task.playlist_id !== null && (
            <div className="muted">
              {t('learning:own.progress', { learned: task.learned, count: task.cases })}
            </div>
          )}
        </>
      ),
    },
    {
      key: 'due',
      title: t('learning:chase.due'),
      width: 110,
      render: (_, { due_on, state }) => (
        <span className={state === 'overdue' ? 'tone tone-warning number' : 'number'}>{due_on}</span>
      ),
    },
    {
      key: 'actions',
      title: <span className="visually-hidden">{t('learning:chase.take_back')}</span>,
      width: 90,
      render: (_, { id, state }) =>
        state !== 'done' && (
          <Popconfirm
            title={t('learning:chase.take_back_confirm')}
            okText={t('learning:chase.take_back')}
            cancelText={t('action.cancel')}
            onConfirm={() => {
              onRemove(id);
            }}
          >
            <Button size="small">{t('learning:chase.take_back')}</Button>
          </Popconfirm>
        ),
    },
  ];
}
