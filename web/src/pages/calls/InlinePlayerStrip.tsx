// Below the row that plays: position and speed.
import { CaretRightOutlined, CloseOutlined, PauseOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Slider } from 'antd';
import { useTranslation } from 'react-i18next';
import { callQuery } from '../../api/recordings';
import type { CallRow } from '../../api/types';
import { useMay } from '../../app/me';
import { formatDuration } from '../../components/instants';
import { originalsOf } from '../../player/originals';
import { usePlaybackState, usePosition } from '../../player/usePlayback';
import styles from './calls.module.css';
import type { InlinePlayer } from './useInlinePlayer';

/** How finely the position is drawn. */
const STEP_MS = 250;

export function InlinePlayerStrip({ call, player }: { call: CallRow; player: InlinePlayer }) {
  const { t } = useTranslation();
  const { transport } = player;
  const position = usePosition(transport, STEP_MS);
  const { speed, failedRecording } = usePlaybackState(transport);
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
      <span className="number">{formatDuration(position)}</span>
      <Slider
        className={styles.position ?? ''}
        min={0}
        max={Math.max(1, transport.duration_ms)}
        step={STEP_MS}
        value={position}
        tooltip={{ formatter: (ms) => formatDuration(ms ?? 0) }}
        ariaLabelForHandle={t('calls:player.position')}
        onChange={(ms) => {
          transport.seek(ms);
        }}
      />
      <span className="number muted">{formatDuration(transport.duration_ms)}</span>
      <span className="number muted" title={t('calls:player.speed')}>
        {t('calls:player.times', { speed })}
      </span>
      <OriginalTag callId={call.id} />
      {failedRecording !== null && <span className="tone tone-bad">{t('calls:player.failed')}</span>}
      <Link to="/calls/$callId" params={{ callId: call.id }}>
        {t('calls:open')}
      </Link>
      <Button
        size="small"
        type="text"
        icon={<CloseOutlined />}
        title={t('action.close')}
        aria-label={t('action.close')}
        onClick={player.close}
      />
    </div>
  );
}

/** Whoever hears an original because there is nothing else yet is told, in a list too. */
function OriginalTag({ callId }: { callId: string }) {
  const { t } = useTranslation('words');
  const mayHearOriginals = useMay('hear_originals');
  const { data } = useQuery({ ...callQuery(callId), enabled: mayHearOriginals });
  if (originalsOf(data?.recordings ?? [], mayHearOriginals).unredacted.length === 0) return null;
  return (
    <span className="tone tone-warning" title={t('original.unavoidable')}>
      {t('original.noted')}
    </span>
  );
}
