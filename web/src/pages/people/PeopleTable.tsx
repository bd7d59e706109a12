// One row a person; pressing it opens their file.
import { Table, type TableColumnType, Tag } from 'antd';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonRow } from '../../api/types';
import { useInstant } from '../../components/Time';
import { useCoded } from '../../i18n/words';
import { loadingTable } from '../../components/loadingTable';
import styles from './people.module.css';

type Props = { people: PersonRow[]; isLoading: boolean; onOpen: (id: string) => void };

export function PeopleTable({ people, isLoading, onOpen }: Props) {
  const columns = useColumns();
  return (
    <div className={styles.table}>
      <Table<PersonRow>
        rowKey="id"
        size="small"
        dataSource={people}
        columns={columns}
        {...loadingTable(isLoading)}
        pagination={false}
        rowClassName={(person) => [styles.row, person.retired_at && styles.gone].filter(Boolean).join(' ')}
        onRow={(person) => ({
          tabIndex: 0,
          onClick: () => {
            onOpen(person.id);
          },
          onKeyDown: (event) => {
            rowKey(event, () => {
              onOpen(person.id);
            });
          },
        })}
      />
    </div>
  );
}

/** Enter opens, the arrows go to the next row. */
function rowKey(event: KeyboardEvent<HTMLElement>, open: () => void) {
  if (event.target !== event.currentTarget) return;
  const rows = [...(event.currentTarget.parentElement?.querySelectorAll<HTMLElement>('tr[tabindex]') ?? [])];
  const at = rows.indexOf(event.currentTarget);
  if (event.code === 'Enter') open();
  else if (event.code === 'ArrowDown') rows[at + 1]?.focus();
  else if (event.code === 'ArrowUp') rows[at - 1]?.focus();
  else return;
  event.preventDefault();
}

function useColumns(): TableColumnType<PersonRow>[] {
  const { t } = useTranslation();
  const coded = useCoded();
  const instant = useInstant();
  return [
    {
      key: 'name',
      title: t('people:field.name'),
      render: (_, { name, retired_at }) => (
        <>
          <strong>{name}</strong>
          {retired_at !== null && (
            <span className={styles.mark}>{t('people:state.left', { day: instant(retired_at, 'day') })}</span>
          )}
        </>
      ),
    },
    {
      key: 'staff_number',
      title: t('people:field.staff_number'),
      width: 120,
      render: (_, { staff_number }) => <span className="number">{staff_number}</span>,
    },
    { key: 'sign_in', title: t('people:field.sign_in'), render: (_, { sign_in }) => sign_in },
    {
      key: 'roles',
      title: t('people:field.roles'),
      render: (_, { roles }) => (
        <span className={styles.words}>
          {roles.map(({ id, role, project }) => (
            <Tag key={id}>
              {coded('role', role)}
              {project && <span className={styles.mark}>{project.name}</span>}
            </Tag>
          ))}
        </span>
      ),
    },
    {
      key: 'teams',
      title: t('people:field.teams'),
      render: (_, { teams }) => (
        <span className={styles.words}>
          {teams.map(({ id, team, leads }) => (
            <span key={`${id} ${String(leads)}`}>
              {team.name}
              {leads && <span className={styles.mark}>{t('people:leader_mark')}</span>}
            </span>
          ))}
        </span>
      ),
    },
    {
      key: 'agents',
      title: t('people:field.agents'),
      render: (_, { agents }) => (
        <span className={styles.words}>
          {agents.map(({ id, external_id, source }) => (
            <span key={id} className="number" title={source}>
              {external_id}
            </span>
          ))}
        </span>
      ),
    },
  ];
}
