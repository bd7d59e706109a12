// How far a file is: on its way, refused, or stored and at work.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Progress as Bar } from 'antd';
import { useTranslation } from 'react-i18next';
import { callQuery, transcriptQuery } from '../../api/recordings';
import { useMay } from '../../app/me';
import { useProblemWords } from '../../components/ErrorNotice';
import { useCoded } from '../../i18n/words';
import styles from './upload.module.css';
import type { Sent, Upload } from './uploads';

export function UploadProgress({ upload: { progress, file } }: { upload: Upload }) {
  const { t } = useTranslation();
  const wordsOf = useProblemWords();
  const bar = (bytes: number, label: string) => (
    <Bar
      percent={Math.floor((bytes / Math.max(file.size, 1)) * 100)}
      size="small"
      format={(percent) => `${String(percent)} %`}
      aria-label={`${file.name}: ${label}`}
    />
  );
  switch (progress.state) {
    case 'waiting':
      return <span className="muted">{t('upload:state.waiting')}</span>;
    case 'queued':
      return <span className="muted">{t('upload:state.queued')}</span>;
    case 'sending':
      return bar(progress.bytes, t('upload:state.sending'));
    case 'paused':
      return (
        <>
          {bar(progress.bytes, t('upload:state.paused'))}
          <span className="muted">{t('upload:state.paused')}</span>
        </>
      );
    case 'retrying':
      return (
        <>
          {bar(progress.bytes, t('upload:state.retrying'))}
          <span className={`tone tone-warning ${styles.refusal}`} role="status">
            {wordsOf(progress.problem)} {t('upload:state.retrying')}
          </span>
        </>
      );
    case 'storing':
      return <span role="status">{t('upload:state.storing')}</span>;
    case 'refused':
      return (
        <span className={`tone tone-bad ${styles.refusal}`} role="alert">
          {wordsOf(progress.problem)}
        </span>
      );
    case 'sent':
      return <Stored sent={progress.sent} />;
  }
}

function Stored({ sent }: { sent: Sent }) {
  const { t } = useTranslation();
  const mayRead = useMay('read_transcripts');
  const { data: call } = useQuery(callQuery(sent.call_id));
  const recording = call?.recordings.find((one) => one.id === sent.recording_id);
  const coded = useCoded();
  return (
    <div>
      <Link to="/calls/$callId" params={{ callId: sent.call_id }}>
        {sent.wasKnown ? t('upload:state.known') : t('upload:state.stored')}
      </Link>{' '}
      {recording?.state === 'accepted' && <span className="muted">{t('upload:state.preparing')}</span>}
      {recording?.state === 'failed' && (
        <span className="tone tone-bad">
          {coded('error', recording.failure?.code ?? 'cannot_be_decoded', {
            reason: recording.failure?.message ?? '',
          })}
        </span>
      )}
      {recording?.state === 'prepared' && mayRead && <Transcribed recordingId={recording.id} />}
    </div>
  );
}

function Transcribed({ recordingId }: { recordingId: string }) {
  const { t } = useTranslation();
  const state = useQuery(transcriptQuery(recordingId)).data?.[0]?.state;
  switch (state) {
    case 'waiting':
      return <span className="muted">{t('upload:state.transcript_waiting')}</span>;
    case 'running':
      return <span className="muted">{t('upload:state.transcript_running')}</span>;
    case 'ready':
      return <span className="tone tone-good">{t('upload:state.transcript_ready')}</span>;
    case 'failed':
      return <span className="tone tone-bad">{t('upload:state.transcript_failed')}</span>;
    default:
      return null;
  }
}
