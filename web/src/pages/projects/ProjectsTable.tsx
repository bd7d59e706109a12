import { useQuery } from '@tanstack/react-query';
import { Button, Popconfirm, Select, Table, type TableColumnType, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { directoryQuery } from '../../api/directory';
import { changeProject } from '../../api/people';
import type { ProjectRow } from '../../api/types';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useInstant } from '../../components/Time';
import { useWorded } from '../../i18n/words';
import { loadingTable } from '../../components/loadingTable';
import styles from '../people/people.module.css';
import { useChange } from '../people/useChange';

type Props = {
  projects: ProjectRow[];
  isLoading: boolean;
  mayManage: boolean;
  onRename: (project: ProjectRow) => void;
};

/** One row a project. */
export function ProjectsTable({ projects, isLoading, mayManage, onRename }: Props) {
  const { t } = useTranslation();
  const instant = useInstant();
  const columns: TableColumnType<ProjectRow>[] = [
    {
      key: 'name',
      title: t('people:field.project'),
      render: (_, { name, retired_at }) => (
        <>
          <strong>{name}</strong>
          {retired_at !== null && <span className={styles.mark}>{instant(retired_at, 'day')}</span>}
        </>
      ),
    },
    {
      key: 'scorecard',
      title: t('people:field.scorecard'),
      width: 300,
      render: (_, project) => <CardChooser project={project} />,
    },
    {
      key: 'queues',
      title: t('people:field.queues'),
      render: (_, { queues }) => (
        <span className={styles.words}>
          {queues.map(({ id, name }) => (
            <Tag key={id}>{name}</Tag>
          ))}
        </span>
      ),
    },
  ];
  const actions: TableColumnType<ProjectRow> = {
    key: 'actions',
    title: <span className="visually-hidden">{t('people:field.actions')}</span>,
    width: 220,
    render: (_, project) => <Actions project={project} onRename={onRename} />,
  };
  return (
    <div className={styles.table}>
      <Table<ProjectRow>
        rowKey="id"
        size="small"
        dataSource={projects}
        columns={mayManage ? [...columns, actions] : columns}
        {...loadingTable(isLoading)}
        pagination={false}
        rowClassName={(project) => (project.retired_at === null ? '' : (styles.gone ?? ''))}
      />
    </div>
  );
}

function CardChooser({ project }: { project: ProjectRow }) {
  const { t } = useTranslation();
  const worded = useWorded();
  const cards = useQuery(directoryQuery).data?.scorecards ?? [];
  const choose = useChange((scorecard_id: string | null) => changeProject(project.id, { scorecard_id }));
  const options = cards.map(({ id, title, key }) => ({ value: id, label: worded(title) || key }));
  const own = project.scorecard;
  if (own && !cards.some(({ id }) => id === own.id)) {
    options.unshift({ value: own.id, label: worded(own.title) || own.key });
  }
  return (
    <>
      {choose.error && <ErrorNotice error={choose.error} />}
      <Select
        style={{ width: 280 }}
        allowClear
        disabled={project.retired_at !== null}
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={`${project.name}: ${t('people:field.scorecard')}`}
        placeholder={t('people:nothing_yet')}
        value={own?.id ?? null}
        loading={choose.isPending}
        options={options}
        onChange={(id: string | undefined) => {
          choose.mutate(id ?? null);
        }}
      />
    </>
  );
}

function Actions({ project, onRename }: { project: ProjectRow; onRename: (project: ProjectRow) => void }) {
  const { t } = useTranslation();
  const retire = useChange((retired: boolean) => changeProject(project.id, { retired }));
  if (project.retired_at !== null) {
    return (
      <div className={styles.actions}>
        <Button
          size="small"
          onClick={() => {
            retire.mutate(false);
          }}
        >
          {t('people:action.restore')}
        </Button>
      </div>
    );
  }
  return (
    <div className={styles.actions}>
      {retire.error && <ErrorNotice error={retire.error} />}
      <Button
        size="small"
        onClick={() => {
          onRename(project);
        }}
      >
        {t('people:action.rename')}
      </Button>
      <Popconfirm
        title={t('people:confirm.end_project', { name: project.name })}
        okText={t('people:action.end_project')}
        cancelText={t('action.cancel')}
        onConfirm={() => {
          retire.mutate(true);
        }}
      >
        <Button size="small">{t('people:action.end_project')}</Button>
      </Popconfirm>
    </div>
  );
}
