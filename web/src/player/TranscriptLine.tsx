import { EditOutlined } from '@ant-design/icons';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { HitPart } from '../api/hits';
import { MarkedWords } from './MarkedWords';
import { SpokenText } from './SpokenText';
import { clock } from './timeline';
import { DOUBTFUL_BELOW, type SpokenLine } from './utterances';

type Props = {
  line: SpokenLine;
  /** Whether somebody else spoke before. */
  isNew: boolean;
  isCurrent: boolean;
  /** The line in pieces, where what is looked for is said in it. */
  parts: readonly HitPart[] | undefined;
  onJump: (ms: number) => void;
};

/** One utterance: who, when, what. */
export const TranscriptLine = memo(function TranscriptLine(props: Props) {
  const { line, isNew, isCurrent, parts, onJump } = props;
  const { t } = useTranslation(['player', 'words']);
  const isDoubtful = line.confidence < DOUBTFUL_BELOW;
  return (
    <button
      type="button"
      className={`transcript-line lane-line-${line.role}`}
      aria-current={isCurrent || undefined}
      title={isDoubtful ? t('transcript.doubtful') : undefined}
      tabIndex={isCurrent ? 0 : -1}
      onClick={() => {
        onJump(line.start_ms);
      }}
    >
      <span className="transcript-time number">{clock(line.start_ms)}</span>
      <span className={`transcript-speaker lane-${line.role}`}>
        <span className={isNew ? undefined : 'visually-hidden'}>{t(`lane.${line.role}`)}</span>
      </span>
      <span className={isDoubtful ? 'transcript-text transcript-doubtful' : 'transcript-text'}>
        {parts ? <MarkedWords parts={parts} /> : <SpokenText text={line.text} />}
        {line.corrected && (
          <EditOutlined
            className="transcript-corrected"
            aria-label={t('words:corrected')}
            title={t('words:corrected')}
          />
        )}
      </span>
    </button>
  );
});
