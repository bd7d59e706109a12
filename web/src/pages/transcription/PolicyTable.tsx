// What sources have transcribed by itself; a source leads to its settings.
import { Link } from '@tanstack/react-router';
import { Table, type TableColumnType } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Backlog } from '../../api/transcription';
import styles from './transcription.module.css';

type Policy = Backlog['policies'][number];

export function PolicyTable({ policies }: { policies: Policy[] }) {
  const { t } = useTranslation();
  if (policies.length === 0) return null;
  const wordsOf = (policy: string) => {
    switch (policy) {
      case 'all':
      case 'assigned_first':
      case 'on_request':
        return t(`transcription:policy.${policy}`);
      default:
        return t('transcription:policy.sampled', { percent: policy });
    }
  };
  const columns: TableColumnType<Policy>[] = [
    {
      key: 'source',
      title: t('transcription:field.source'),
      render: (_, { source }) => (
        <Link to="/sources/$sourceId" params={{ sourceId: source.id }}>
          {source.name}
        </Link>
      ),
    },
    {
      key: 'policy',
      title: t('transcription:policy.field'),
      render: (_, { transcribes }) => wordsOf(transcribes),
    },
  ];
  return (
    <section className={styles.section} aria-labelledby="policies">
      <h2 id="policies">{t('transcription:policy.title')}</h2>
      <Table<Policy>
        rowKey={({ source }) => source.id}
        size="small"
        dataSource={policies}
        columns={columns}
        pagination={false}
      />
    </section>
  );
}
