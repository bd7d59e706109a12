// Plays the seconds around a moment. Where nothing can be played it still says when it was.
import { PlayCircleOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatDuration } from '../../components/instants';
import type { Span } from '../../player/passage';
import type { Listening } from './useListening';

type Props = { at: Span; hear: Listening['hear'] };

export function PlayClip({ at, hear }: Props) {
  const { t } = useTranslation();
  const when = formatDuration(at.start_ms);
  if (hear === null) return <span className="number muted">{when}</span>;
  return (
    <Button
      size="small"
      icon={<PlayCircleOutlined />}
      aria-label={t('feedback:hear.play_at', { at: when })}
      onClick={() => {
        hear(at);
      }}
    >
      <span className="number">{when}</span>
    </Button>
  );
}
