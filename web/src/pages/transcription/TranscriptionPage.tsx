// Transcription: how far behind it is, what is at work, what comes next, and what failed.
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { type Backlog, backlogQuery, pauseWork, workChanged } from '../../api/transcription';
import { useMay } from '../../app/me';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { PageHeader } from '../../components/PageHeader';
import { Time } from '../../components/Time';
import { useSaidChange } from '../../components/useSaidChange';
import { AtWorkTable } from './AtWorkTable';
import { BehindTable } from './BehindTable';
import { FailedTable } from './FailedTable';
import { hours, timesRealTime } from './figures';
import { PolicyTable } from './PolicyTable';
import styles from './transcription.module.css';
import { WaitingTable } from './WaitingTable';

export default function TranscriptionPage() {
  const { t } = useTranslation();
  const mayManage = useMay('manage_sources');
  const { data, error, refetch } = useQuery(backlogQuery);
  return (
    <>
      <PageHeader title={t('nav.transcription')} note={t('transcription:note')}>
        {mayManage && data && <PauseButton isPaused={data.is_paused} />}
      </PageHeader>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Spin />}
      {data && <Whole backlog={data} mayManage={mayManage} />}
    </>
  );
}

function Whole({ backlog, mayManage }: { backlog: Backlog; mayManage: boolean }) {
  const { t } = useTranslation();
  const isIdle = backlog.behind.length === 0 && backlog.running.length === 0;
  return (
    <>
      {backlog.is_paused && <Alert type="warning" showIcon title={t('transcription:paused.is')} />}
      <Facts backlog={backlog} />
      {isIdle ? (
        <EmptyState title={t('transcription:none.title')} hint={t('transcription:none.hint')} />
      ) : (
        <>
          <AtWorkTable running={backlog.running} mayManage={mayManage} />
          <BehindTable behind={backlog.behind} />
          <WaitingTable mayManage={mayManage} />
        </>
      )}
      <FailedTable mayManage={mayManage} />
      <PolicyTable policies={backlog.policies} />
    </>
  );
}

function Facts({ backlog: { behind, done, ends_at } }: { backlog: Backlog }) {
  const { t } = useTranslation();
  const waitsMs = behind.reduce((sum, one) => sum + one.audio_ms, 0);
  const speed = timesRealTime(done);
  return (
    <dl className={styles.facts}>
      <div>
        <dt>{t('transcription:facts.behind')}</dt>
        <dd className="number">{t('transcription:hours', { hours: hours(waitsMs) })}</dd>
      </div>
      <div>
        <dt>{t('transcription:facts.done')}</dt>
        <dd className="number">
          {t('transcription:facts.done_of', { count: done.recordings, hours: hours(done.audio_ms) })}
        </dd>
      </div>
      {speed !== null && (
        <div>
          <dt>{t('transcription:facts.speed')}</dt>
          <dd className="number">{t('transcription:facts.times', { times: speed })}</dd>
        </div>
      )}
      {ends_at !== null && (
        <div>
          <dt>{t('transcription:facts.ends')}</dt>
          <dd>
            <Time at={ends_at} />
          </dd>
        </div>
      )}
    </dl>
  );
}

function PauseButton({ isPaused }: { isPaused: boolean }) {
  const { t } = useTranslation();
  const pause = useSaidChange(pauseWork, workChanged, {
    said: () => t(isPaused ? 'transcription:paused.ended' : 'transcription:paused.begun'),
  });
  return (
    <>
      {pause.error && <ErrorNotice error={pause.error} />}
      <Button
        loading={pause.isPending}
        onClick={() => {
          pause.mutate(!isPaused);
        }}
      >
        {t(isPaused ? 'transcription:paused.end' : 'transcription:paused.begin')}
      </Button>
    </>
  );
}
