// One row a source.
import { Link } from '@tanstack/react-router';
import { Table, type TableColumnType, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { SourceRow } from '../../api/sources';
import { useMay } from '../../app/me';
import { Time } from '../../components/Time';
import { ArrivalBars } from './ArrivalBars';
import { LagText } from './LagText';
import styles from './sources.module.css';

export function SourceTable({ sources }: { sources: SourceRow[] }) {
  const { t } = useTranslation();
  const columns: TableColumnType<SourceRow>[] = [
    {
      key: 'name',
      title: t('sources:field.name'),
      render: (_, source) => (
        <>
          <Link to="/sources/$sourceId" params={{ sourceId: source.id }} className={styles.name ?? ''}>
            {source.name}
          </Link>
          {source.retired_at !== null && <span className={styles.mark}>{t('sources:retired')}</span>}
        </>
      ),
    },
    { key: 'kind', title: t('sources:field.kind'), render: (_, { kind }) => t(`sources:kind.${kind}`) },
    {
      key: 'last',
      title: t('sources:field.last_arrival'),
      render: (_, { last_arrival_at, silent_since }) => (
        <>
          {silent_since !== null && <Tag color="warning">{t('sources:silent.tag')}</Tag>}
          {last_arrival_at === null ? (
            <span className="muted">{t('sources:nothing_yet')}</span>
          ) : (
            <Time at={last_arrival_at} />
          )}
        </>
      ),
    },
    {
      key: 'hours',
      title: t('sources:field.hours'),
      render: (_, { hours }) => <ArrivalBars hours={hours} />,
    },
    { key: 'lag', title: t('sources:field.lag'), render: (_, { lag_ms }) => <LagText ms={lag_ms} /> },
    {
      key: 'unmatched',
      title: t('sources:field.unmatched'),
      render: (_, { unmatched_agents }) => <UnmatchedLink count={unmatched_agents} />,
    },
    {
      key: 'failures',
      title: t('sources:field.failures'),
      render: (_, { id, failures }) =>
        failures === 0 ? (
          <span className="muted number">0</span>
        ) : (
          <Link to="/sources/$sourceId" params={{ sourceId: id }} search={{ view: 'failures' }}>
            <span className="number">{failures}</span>
          </Link>
        ),
    },
  ];
  return (
    <div className={styles.table}>
      <Table<SourceRow>
        rowKey="id"
        size="small"
        dataSource={sources}
        columns={columns}
        pagination={false}
        rowClassName={({ retired_at }) => (retired_at === null ? '' : (styles.gone ?? ''))}
      />
    </div>
  );
}

/** How many agents are nobody; leads to where they are matched. */
export function UnmatchedLink({ count }: { count: number }) {
  const mayMatch = useMay('manage_people');
  if (count === 0 || !mayMatch) return <span className="number">{count}</span>;
  return (
    <Link to="/people" search={{ view: 'agents', unmatched: 'true' }}>
      <span className="number">{count}</span>
    </Link>
  );
}
