import { Link } from '@tanstack/react-router';
import { Button, Popconfirm, Table, type TableColumnType } from 'antd';
import { useTranslation } from 'react-i18next';
import type { TeamRow } from '../../api/types';
import { useInstant } from '../../components/Time';
import { loadingTable } from '../../components/loadingTable';
import styles from './people.module.css';
import { type TeamNode, teamTree } from './tree';

type Props = {
  teams: TeamRow[];
  isLoading: boolean;
  onAddBelow: (team: TeamRow) => void;
  onRename: (team: TeamRow) => void;
  onRetire: (team: TeamRow, retired: boolean) => void;
};

/** The tree of teams, opened: there are a few dozen. */
export function TeamsTable(props: Props) {
  const columns = useColumns(props);
  const tree = teamTree(props.teams);
  return (
    <div className={styles.table}>
      <Table<TeamNode>
        // Opened when it comes: the tree is known with the first rows.
        key={tree.length === 0 ? 'empty' : 'filled'}
        rowKey="id"
        size="small"
        dataSource={tree}
        columns={columns}
        {...loadingTable(props.isLoading)}
        pagination={false}
        expandable={{ defaultExpandAllRows: true, indentSize: 20 }}
        rowClassName={(team) => (team.retired_at === null ? '' : (styles.gone ?? ''))}
      />
    </div>
  );
}

function useColumns(props: Props): TableColumnType<TeamNode>[] {
  const { t } = useTranslation();
  const instant = useInstant();
  return [
    {
      key: 'name',
      title: t('people:field.team'),
      render: (_, team) => (
        <>
          {team.name}
          {team.retired_at !== null && <span className={styles.mark}>{instant(team.retired_at, 'day')}</span>}
        </>
      ),
    },
    {
      key: 'leaders',
      title: t('people:field.leaders'),
      render: (_, { leaders }) => (
        <span className={styles.words}>
          {leaders.map(({ id, name }) => (
            <Link key={id} to="/people" search={{ person: id }}>
              {name}
            </Link>
          ))}
        </span>
      ),
    },
    {
      key: 'members',
      title: t('people:field.members'),
      align: 'right',
      width: 100,
      render: (_, { id, members }) => (
        <Link to="/people" search={{ team: id }} className="number">
          {members}
        </Link>
      ),
    },
    {
      key: 'actions',
      title: <span className="visually-hidden">{t('people:field.actions')}</span>,
      width: 300,
      render: (_, team) => <Actions {...props} team={team} />,
    },
  ];
}

function Actions({ team, onAddBelow, onRename, onRetire }: Props & { team: TeamRow }) {
  const { t } = useTranslation();
  if (team.retired_at !== null) {
    return (
      <div className={styles.actions}>
        <Button
          size="small"
          onClick={() => {
            onRetire(team, false);
          }}
        >
          {t('people:action.restore')}
        </Button>
      </div>
    );
  }
  return (
    <div className={styles.actions}>
      <Button
        size="small"
        onClick={() => {
          onAddBelow(team);
        }}
      >
        {t('people:action.add_below')}
      </Button>
      <Button
        size="small"
        onClick={() => {
          onRename(team);
        }}
      >
        {t('people:action.rename')}
      </Button>
      <Popconfirm
        title={t('people:confirm.dissolve', { name: team.name })}
        description={t('people:hint.dissolve')}
        okText={t('people:action.dissolve')}
        cancelText={t('action.cancel')}
        onConfirm={() => {
          onRetire(team, true);
        }}
      >
        <Button size="small">{t('people:action.dissolve')}</Button>
      </Popconfirm>
    </div>
  );
}
