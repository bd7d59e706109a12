import { EditOutlined } from '@ant-design/icons';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { HitPart } from '../api/hits';
import { LineText } from './LineText';
import { clock } from './timeline';
import type { SpokenLine } from './utterances';

type Props = {
  line: SpokenLine;
  /** Whether somebody else spoke before. */
  isNew: boolean;
  isCurrent: boolean;
  /** Whether it lies in the marked range. */
  isMarked: boolean;
  /** The line in pieces, where what is looked for is said in it. */
  parts: readonly HitPart[] | undefined;
  onJump: (ms: number) => void;
};

/** One utterance: who, when, what. */
export const TranscriptLine = memo(function TranscriptLine(props: Props) {
  const { line, isNew, isCurrent, isMarked, parts, onJump } = props;
  const { t } = useTranslation(['player', 'words']);
  return (
    <button
      type="button"
      className={`transcript-line lane-line-${line.role}${isMarked ? ' transcript-marked' : ''}`}
      aria-current={isCurrent || undefined}
      tabIndex={isCurrent ? 0 : -1}
      onClick={() => {
        onJump(line.start_ms);
      }}
    >
      <span className="transcript-time number">{clock(line.start_ms)}</span>
      <span className={`transcript-speaker lane-${line.role}`}>
        <span className={isNew ? undefined : 'visually-hidden'}>{t(`lane.${line.role}`)}</span>
      </span>
      <span className="transcript-text">
        <LineText line={line} parts={parts} />
        {isMarked && <span className="visually-hidden"> {t('transcript.marked')}</span>}
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
