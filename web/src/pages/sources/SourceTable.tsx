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
          <div className={styles.origin}>{t(`sources:kind.${source.kind}`)}</div>
        </>
      ),
    },
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
      key: 'waiting',
      title: t('sources:field.waiting'),
      render: (_, source) => <Waiting source={source} />,
    },
    {
      key: 'failures',
      title: t('sources:field.failures'),
      render: (_, { id, failures }) => <ViewLink id={id} view="failures" count={failures} />,
    },
    {
      key: 'refused',
      title: t('sources:field.refused'),
      render: (_, { id, refused }) => <ViewLink id={id} view="refused" count={refused} />,
    },
  ];
  return (
    <div className={`${styles.table ?? ''} ${styles.sources ?? ''}`}>
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

/** How many descriptions and legs wait, and since when; leads to them. */
export function Waiting({ source }: { source: SourceRow }) {
  const { t } = useTranslation();
  const { id, waiting_sidecars: sidecars, waiting_legs: legs, waiting_since: since } = source;
  if (sidecars + legs === 0) return <ViewLink id={id} view="waiting" count={0} />;
  const words = [
    sidecars > 0 && t('sources:waiting.sidecars', { count: sidecars }),
    legs > 0 && t('sources:waiting.legs', { count: legs }),
  ].filter(Boolean);
  return (
    <>
      <Link to="/sources/$sourceId" params={{ sourceId: id }} search={{ view: 'waiting' }}>
        {words.join(' · ')}
      </Link>
      {since !== null && (
        <div className={styles.origin}>
          {t('sources:waiting.since')} <Time at={since} />
        </div>
      )}
    </>
  );
}

/** A number that leads to the view of the source where its rows stand. */
export function ViewLink({ id, view, count }: { id: string; view: string; count: number }) {
  if (count === 0) return <span className="muted number">0</span>;
  return (
    <Link to="/sources/$sourceId" params={{ sourceId: id }} search={{ view }}>
      <span className="number">{count}</span>
    </Link>
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
