// Days away: on which days agents are off, on leave or ill. Whoever answers for them enters and removes;
// an agent reads their own.
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Popconfirm, Table, type TableColumnType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DaysAway, daysAwayChanged, daysAwayQuery, removeDaysAway } from '../../api/daysAway';
import { useMay } from '../../app/me';
import { oneOf, type Search } from '../../app/search';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { loadingTable } from '../../components/loadingTable';
import { PageHeader } from '../../components/PageHeader';
import { Pager } from '../../components/Pager';
import { Time } from '../../components/Time';
import { useSaidChange } from '../../components/useSaidChange';
import { AgentChooser } from './AgentChooser';
import styles from './away.module.css';
import { EnterDialog } from './EnterDialog';

export default function DaysAwayPage() {
  const { t } = useTranslation();
  const enters = useMay('enter_days_away');
  const search = useSearch({ from: '/shell/days-away' });
  const navigate = useNavigate({ from: '/days-away' });
  const [isEntering, setIsEntering] = useState(false);
  const agent = oneOf(search.person);
  const { data, error, isPending, refetch } = useQuery(
    daysAwayQuery({ person_id: agent, cursor: oneOf(search.cursor) }),
  );
  const remove = useSaidChange(removeDaysAway, daysAwayChanged, { said: () => t('away:removed') });
  const columns = useColumns(enters, (id) => {
    remove.mutate(id);
  });
  const show = (next: Search) => void navigate({ search: next });
  return (
    <>
      <PageHeader title={t('nav.days_away')} note={t(enters ? 'away:note' : 'away:own_note')}>
        {enters && (
          <Button
            type="primary"
            onClick={() => {
              setIsEntering(true);
            }}
          >
            {t('away:enter')}
          </Button>
        )}
      </PageHeader>
      {enters && (
        <div className={styles.bar}>
          <AgentChooser
            value={agent}
            known={data?.items.find(({ person }) => person.id === agent)?.person}
            onChoose={(person) => {
              show({ person });
            }}
          />
        </div>
      )}
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {remove.error && <ErrorNotice error={remove.error} />}
      {data?.items.length === 0 ? (
        <EmptyState title={t('away:empty')} hint={t(enters ? 'away:empty_hint' : 'away:own_empty_hint')} />
      ) : (
        <Table<DaysAway>
          className={styles.list ?? ''}
          rowKey="id"
          size="small"
          dataSource={data?.items ?? []}
          columns={columns}
          {...loadingTable(isPending)}
          pagination={false}
        />
      )}
      {data && <Pager search={search} next={data.next} onShow={show} />}
      {isEntering && (
        <EnterDialog
          agent={agent}
          onClose={() => {
            setIsEntering(false);
          }}
        />
      )}
    </>
  );
}

function useColumns(enters: boolean, onRemove: (id: string) => void): TableColumnType<DaysAway>[] {
  const { t } = useTranslation();
  const agent: TableColumnType<DaysAway> = {
    key: 'agent',
    title: t('away:agent'),
    render: (_, { person }) => person.name,
  };
  const action: TableColumnType<DaysAway> = {
    key: 'action',
    title: <span className="visually-hidden">{t('away:remove')}</span>,
    align: 'right',
    width: 110,
    render: (_, { id, person, first_day: from, last_day: to, may_remove }) =>
      may_remove && (
        <Popconfirm
          title={t('away:remove_confirm')}
          okText={t('away:remove')}
          cancelText={t('action.cancel')}
          onConfirm={() => {
            onRemove(id);
          }}
        >
          <Button size="small" aria-label={t('away:remove_of', { name: person.name, from, to })}>
            {t('away:remove')}
          </Button>
        </Popconfirm>
      ),
  };
  const day = (key: 'first_day' | 'last_day'): TableColumnType<DaysAway> => ({
    key,
    title: t(`away:${key}`),
    render: (_, days) => <span className="number">{days[key]}</span>,
  });
  return [
    ...(enters ? [agent] : []),
    day('first_day'),
    day('last_day'),
    { key: 'by', title: t('away:entered_by'), render: (_, { entered_by: by }) => by.name },
    { key: 'at', title: t('away:entered_at'), render: (_, days) => <Time at={days.entered_at} /> },
    ...(enters ? [action] : []),
  ];
}
