// What cannot be heard, and why.
import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { cannotBeHidden, transcriptQuery } from '../api/recordings';
import { useReasonWords } from '../components/useReasonWords';
import { hintsOf } from './hints';
import type { Lane } from './lanes';
import { clock, coveredRecordings } from './timeline';
import { type PlayedRecording, type Playback, usePlaybackState } from './usePlayback';

/** What is wrong with the recordings themselves; nothing where all is well. */
export function RecordingTroubles({ playback }: { playback: Playback }) {
  const { t } = useTranslation('player');
  const reasonWords = useReasonWords();
  const { recordings, segments } = playback;
  const covered = coveredRecordings(recordings, segments);
  if (recordings.length === 0) return <Alert type="info" showIcon title={t('none')} />;
  return recordings.map((recording) => {
    if (recording.state !== 'failed' && playback.closed.includes(recording))
      return <Closed key={recording.id} recording={recording} />;
    if (covered.includes(recording)) return <Covered key={recording.id} recording={recording} />;
    if (recording.state === 'prepared') return <LoneLeg key={recording.id} recording={recording} />;
    const at = clock(recording.offset_ms);
    const failed = recording.state === 'failed';
    return (
      <Alert
        key={recording.id}
        type={failed ? 'error' : 'info'}
        showIcon
        title={failed ? t('failed', { at }) : t('preparing', { at })}
        description={
          failed && recording.failure
            ? reasonWords(recording.failure.code, recording.failure.message)
            : undefined
        }
      />
    );
  });
}

/** What is to be hidden is not hidden yet. Asking for the words moves it to the head of the queue. */
function Closed({ recording }: { recording: PlayedRecording }) {
  const { t } = useTranslation();
  const { error } = useQuery(transcriptQuery(recording.id));
  const at = clock(recording.offset_ms);
  if (cannotBeHidden(error))
    return (
      <Alert
        type="warning"
        showIcon
        title={t('words:closed.failed', { at })}
        description={t('words:closed.failed_hint')}
      />
    );
  return (
    <Alert
      type="info"
      showIcon
      title={t('words:closed.title', { at })}
      description={t('words:closed.hint')}
    />
  );
}

/** A leg can be heard alone; its other may still come. */
function LoneLeg({ recording }: { recording: PlayedRecording }) {
  const { t } = useTranslation('player');
  const { leg } = recording;
  if (leg !== 'agent' && leg !== 'customer') return null;
  return <p className="player-trouble">{t(`lone_leg.${leg}`)}</p>;
}

function Covered({ recording }: { recording: PlayedRecording }) {
  const { t } = useTranslation('player');
  const span = { at: clock(recording.offset_ms), length: clock(recording.audio?.duration_ms ?? 0) };
  return <p className="player-trouble">{t('covered', span)}</p>;
}

type Props = { playback: Playback; silent: readonly Lane[]; isWaveformMissing: boolean };

/** What is wrong with what is being played, in one line above the lanes. */
export function ListeningTroubles({ playback, silent, isWaveformMissing }: Props) {
  const { t } = useTranslation('player');
  const { transport } = playback;
  const { failedRecording, blocked } = usePlaybackState(transport);
  const { oneSided, clipped } = hintsOf(playback.recordings);
  return (
    <>
      {failedRecording !== null && (
        <p className="player-trouble" role="alert">
          {t('sound_failed')}
          <Button
            size="small"
            type="link"
            onClick={() => {
              transport.retry();
            }}
          >
            {t('try_again')}
          </Button>
        </p>
      )}
      {blocked && <p className="player-trouble">{t('blocked')}</p>}
      {isWaveformMissing && <p className="player-trouble">{t('waveform_missing')}</p>}
      {silent.map((lane) => (
        <p key={lane.key} className="player-trouble">
          {t('silent_lane', { lane: t(`lane.${lane.role}`) })}
        </p>
      ))}
      {oneSided && silent.length === 0 && <p className="player-trouble">{t('one_sided')}</p>}
      {clipped.map((lane) => (
        <p key={lane.key} className="player-trouble">
          {t('clipped', { lane: t(`lane.${lane.role}`) })}
        </p>
      ))}
    </>
  );
}
