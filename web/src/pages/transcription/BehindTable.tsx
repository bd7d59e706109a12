// How far behind transcribing is, by source; a source leads to what waits of it.
import { Link } from '@tanstack/react-router';
import { Table, type TableColumnType } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Behind } from '../../api/transcription';
import { Time } from '../../components/Time';
import { hours } from './figures';
import styles from './transcription.module.css';

export function BehindTable({ behind }: { behind: Behind[] }) {
  const { t } = useTranslation();
  if (behind.length === 0) return null;
  const columns: TableColumnType<Behind>[] = [
    {
      key: 'source',
      title: t('transcription:field.source'),
      render: (_, { source }) => (
        <Link to="/transcription" search={{ source: source.id }}>
          {source.name}
        </Link>
      ),
    },
    {
      key: 'recordings',
      title: t('transcription:field.recordings'),
      render: (_, { recordings }) => <span className="number">{recordings}</span>,
    },
    {
      key: 'hours',
      title: t('transcription:field.hours'),
      render: (_, { audio_ms }) => (
        <span className="number">{t('transcription:hours', { hours: hours(audio_ms) })}</span>
      ),
    },
    {
      key: 'since',
      title: t('transcription:field.since'),
      render: (_, { since }) => since && <Time at={since} />,
    },
  ];
  return (
    <section className={styles.section} aria-labelledby="behind">
      <h2 id="behind">{t('transcription:behind')}</h2>
      <Table<Behind>
        rowKey={({ source }) => source.id}
        size="small"
        dataSource={behind}
        columns={columns}
        pagination={false}
      />
    </section>
  );
}
