// Plays the seconds around a moment, or goes to the turns of a text. Where nothing can be played it still says
// when it was.
import { PlayCircleOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatDuration } from '../../components/instants';
import { isTurns, type Spot, type Turns, turnsWords } from '../../text/turns';
import type { Listening } from './useListening';

type Props = { at: Spot; hear: Listening['hear'] };

export function PlayClip({ at, hear }: Props) {
  const { t } = useTranslation();
  if (isTurns(at)) return <TurnsButton at={at} hear={hear} />;
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

function TurnsButton({ at, hear }: { at: Turns; hear: Listening['hear'] }) {
  const { t } = useTranslation();
  const words = t('scorecard:kind.turns', { at: turnsWords(at) });
  if (hear === null) return <span className="number muted">{words}</span>;
  return (
    <Button
      size="small"
      aria-label={t('contacts:read.go', { at: turnsWords(at) })}
      onClick={() => {
        hear(at);
      }}
    >
      <span className="number">{words}</span>
    </Button>
  );
}
