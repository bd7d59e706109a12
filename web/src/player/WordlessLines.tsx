// Beside what was said: here somebody speaks, and nobody knows what. A press plays it.
import { useTranslation } from 'react-i18next';
import { formatDuration } from '../components/instants';
import { clock } from './timeline';
import type { WordlessStretch } from './wordless';

type Props = {
  stretches: readonly WordlessStretch[] | undefined;
  onJump: (ms: number) => void;
};

export function WordlessLines({ stretches = [], onJump }: Props) {
  const { t } = useTranslation(['player', 'words']);
  return stretches.map(({ id, role, start_ms, end_ms }) => (
    <button
      key={id}
      type="button"
      className={`transcript-line transcript-wordless lane-line-${role}`}
      tabIndex={-1}
      title={t('words:wordless.hint')}
      onClick={() => {
        onJump(start_ms);
      }}
    >
      <span className="transcript-time number">{clock(start_ms)}</span>
      <span className={`transcript-speaker lane-${role}`}>{t(`lane.${role}`)}</span>
      <span className="transcript-text">
        {t('words:wordless.line', { length: formatDuration(end_ms - start_ms) })}
      </span>
    </button>
  ));
}
