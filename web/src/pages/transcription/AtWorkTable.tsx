// What is being transcribed now: how far it is, until when, and the way to stop it.
import { Link } from '@tanstack/react-router';
import { Button, Progress, Table, type TableColumnType } from 'antd';
import { useTranslation } from 'react-i18next';
import { type AtWork, stopWork, workChanged } from '../../api/transcription';
import { Duration } from '../../components/Duration';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Time } from '../../components/Time';
import { useSaidChange } from '../../components/useSaidChange';
import styles from './transcription.module.css';

type Props = { running: AtWork[]; mayManage: boolean };

export function AtWorkTable({ running, mayManage }: Props) {
  const { t } = useTranslation();
  const stop = useSaidChange(stopWork, workChanged, { said: () => t('transcription:stopped') });
  if (running.length === 0) return null;
  const columns: TableColumnType<AtWork>[] = [
    {
      key: 'call',
      title: t('transcription:field.call'),
      render: (_, { work }) => (
        <Link to="/calls/$callId" params={{ callId: work.call_id }}>
          <Duration ms={work.audio_ms} />
        </Link>
      ),
    },
    { key: 'source', title: t('transcription:field.source'), render: (_, { source }) => source.name },
    {
      key: 'progress',
      title: t('transcription:field.progress'),
      render: (_, { work }) => (
        <Progress
          className={styles.progress ?? ''}
          percent={Math.floor((work.progress ?? 0) / 10)}
          aria-label={t('transcription:field.progress')}
        />
      ),
    },
    {
      key: 'begun',
      title: t('transcription:field.begun'),
      render: (_, { work }) => work.begun_at && <Time at={work.begun_at} form="clock" />,
    },
    {
      key: 'ends',
      title: t('transcription:field.ends'),
      render: (_, { ends_at }) => ends_at && <Time at={ends_at} form="clock" />,
    },
    {
      key: 'stop',
      title: <span className="visually-hidden">{t('transcription:stop')}</span>,
      render: (_, { work }) =>
        mayManage && (
          <Button
            size="small"
            onClick={() => {
              stop.mutate(work.job_id);
            }}
          >
            {t('transcription:stop')}
          </Button>
        ),
    },
  ];
  return (
    <section className={styles.section} aria-labelledby="at-work">
      <h2 id="at-work">{t('transcription:at_work')}</h2>
      {stop.error && <ErrorNotice error={stop.error} />}
      <Table<AtWork>
        rowKey={({ work }) => work.job_id}
        size="small"
        dataSource={running}
        columns={columns}
        pagination={false}
      />
    </section>
  );
}
