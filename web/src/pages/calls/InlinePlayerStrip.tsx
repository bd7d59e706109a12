// Below the row that plays: position, speed, and the other recordings of the call.
import { CloseOutlined, PauseOutlined, CaretRightOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { Button, Segmented, Slider } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CallRow } from '../../api/types';
import { formatDuration } from '../../components/instants';
import styles from './calls.module.css';
import type { InlinePlayer } from './useInlinePlayer';

export function InlinePlayerStrip({ call, player }: { call: CallRow; player: InlinePlayer }) {
  const { t } = useTranslation();
  const { playing, positionMs, durationMs } = player;
  const prepared = call.recordings.filter((recording) => recording.state === 'prepared');
  const playWord = player.isRunning ? t('calls:player.pause') : t('calls:player.play');
  return (
    <div className={styles.strip}>
      <Button
        size="small"
        type="text"
        icon={player.isRunning ? <PauseOutlined /> : <CaretRightOutlined />}
        title={playWord}
        aria-label={playWord}
        onClick={() => {
          player.toggle(call);
        }}
      />
      <span className="number">{formatDuration(positionMs)}</span>
      <Slider
        className={styles.position ?? ''}
        min={0}
        max={Math.max(1, Math.round(durationMs))}
        step={100}
        value={Math.round(positionMs)}
        tooltip={{ formatter: (ms) => formatDuration(ms ?? 0) }}
        ariaLabelForHandle={t('calls:player.position')}
        onChange={player.seekTo}
      />
      <span className="number muted">{formatDuration(durationMs)}</span>
      <span className="number muted" title={t('calls:player.speed')}>
        {t('calls:player.times', { speed: player.speed })}
      </span>
      {prepared.length > 1 && playing && (
        <Segmented
          size="small"
          value={playing.recordingId}
          options={prepared.map((recording, index) => ({
            value: recording.id,
            label: t('calls:player.recording', { number: index + 1 }),
          }))}
          onChange={(recordingId) => {
            player.play({ callId: call.id, recordingId });
          }}
        />
      )}
      {player.hasFailed && <span className="tone tone-bad">{t('calls:player.failed')}</span>}
      <Link to="/calls/$callId" params={{ callId: call.id }}>
        {t('calls:open')}
      </Link>
      <Button
        size="small"
        type="text"
        icon={<CloseOutlined />}
        title={t('action.close')}
        aria-label={t('action.close')}
        onClick={player.stop}
      />
    </div>
  );
}
