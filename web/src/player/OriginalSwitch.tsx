// Hearing and reading a call with nothing hidden: for those who may, and noted.
import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Playback } from './usePlayback';

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
