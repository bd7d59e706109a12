// What cannot be heard, and why.
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Lane } from './lanes';
import { clock } from './timeline';
import { type Playback, usePlaybackState } from './usePlayback';

/** What is wrong with the recordings themselves; nothing where all is well. */
export function RecordingTroubles({ playback }: { playback: Playback }) {
  const { t } = useTranslation('player');
  const { recordings } = playback;
  if (recordings.length === 0) return <Alert type="info" showIcon title={t('none')} />;
  return recordings.map((recording) => {
    if (recording.state === 'prepared') return null;
    const at = clock(recording.offset_ms);
    const failed = recording.state === 'failed';
    return (
      <Alert
        key={recording.id}
        type={failed ? 'error' : 'info'}
        showIcon
        title={failed ? t('failed', { at }) : t('preparing', { at })}
        description={failed ? recording.failure?.message : undefined}
      />
    );
  });
}

type Props = { playback: Playback; silent: readonly Lane[]; isWaveformMissing: boolean };

/** What is wrong with what is being played, in one line above the lanes. */
export function ListeningTroubles({ playback, silent, isWaveformMissing }: Props) {
  const { t } = useTranslation('player');
  const { transport } = playback;
  const { failedRecording, blocked } = usePlaybackState(transport);
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
    </>
  );
}
