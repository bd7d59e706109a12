// Hearing and reading a call with nothing hidden: for those who may, and noted.
import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { clock } from './timeline';
import type { Playback } from './usePlayback';

/** Where there is nothing but the original yet, whoever hears it is told. */
export function OriginalNote({ playback }: { playback: Playback }) {
  const { t } = useTranslation('words');
  const { unredacted, segments } = playback;
  const heard = unredacted.filter((one) => segments.some((segment) => segment.recording_id === one.id));
  if (heard.length === 0) return null;
  const isAll = segments.every((segment) => heard.some((one) => one.id === segment.recording_id));
  return (
    <p className="player-trouble" role="status">
      <EyeOutlined aria-hidden />
      {isAll
        ? t('original.unavoidable')
        : heard.map(({ offset_ms }) => t('original.unavoidable_at', { at: clock(offset_ms) })).join(' ')}
    </p>
  );
}

export function OriginalSwitch({ playback }: { playback: Playback }) {
  const { t } = useTranslation('words');
  const { hearsOriginal, setHearsOriginal } = playback;
  if (hearsOriginal === null) return null;
  return (
    <Button
      size="small"
      type="text"
      className={hearsOriginal ? 'player-tool player-tool-on' : 'player-tool'}
      icon={hearsOriginal ? <EyeOutlined /> : <EyeInvisibleOutlined />}
      aria-pressed={hearsOriginal}
      title={t('original.hint')}
      onClick={() => {
        setHearsOriginal(!hearsOriginal);
      }}
    >
      {t(hearsOriginal ? 'original.on' : 'original.off')}
    </Button>
  );
}
