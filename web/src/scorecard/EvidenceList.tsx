// What an answer rests on: places in the call, "not said", or the record.
import { CaretRightOutlined, CloseOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { clock } from '../player/timeline';
import type { PlayEvidence, SheetActions } from './sheet';
import type { Answer, CardQuestion, Evidence } from './types';

type Props = {
  question: CardQuestion;
  answer: Answer | undefined;
  onPlay: PlayEvidence | undefined;
  actions: SheetActions | undefined;
};

export function EvidenceList({ question, answer, onPlay, actions }: Props) {
  const { t } = useTranslation('scorecard');
  const evidence = answer?.evidence ?? [];
  if (!actions && evidence.length === 0) return null;
  return (
    <div className="sheet-evidence" role="group" aria-label={t('evidence')}>
      {evidence.map((one, place) => (
        <span key={keyOf(one)} className="sheet-evidence-item">
          <EvidenceWords evidence={one} onPlay={onPlay} />
          {actions && (
            <button
              type="button"
              className="sheet-remove"
              aria-label={t('remove_evidence')}
              title={t('remove_evidence')}
              onClick={() => {
                actions.removeEvidence(question.key, place);
              }}
            >
              <CloseOutlined />
            </button>
          )}
        </span>
      ))}
      {actions &&
        question.evidence.map((kind) => (
          <Button
            key={kind}
            size="small"
            onClick={() => {
              actions.addEvidence(question.key, kind);
            }}
          >
            {t(`add.${kind}`)}
          </Button>
        ))}
    </div>
  );
}

function keyOf(evidence: Evidence): string {
  return evidence.kind === 'range'
    ? `${evidence.start_ms}-${evidence.end_ms}-${evidence.channel}`
    : evidence.kind;
}

function EvidenceWords({ evidence, onPlay }: { evidence: Evidence; onPlay: PlayEvidence | undefined }) {
  const { t } = useTranslation('scorecard');
  if (evidence.kind !== 'range') return <span>{t(`kind.${evidence.kind}`)}</span>;
  const from = clock(evidence.start_ms);
  const words = evidence.end_ms > evidence.start_ms ? `${from}–${clock(evidence.end_ms)}` : from;
  if (!onPlay) return <span className="number">{words}</span>;
  return (
    <Button
      size="small"
      type="link"
      icon={<CaretRightOutlined />}
      className="number"
      aria-label={t('play', { at: words })}
      onClick={() => {
        onPlay(evidence);
      }}
    >
      {words}
    </Button>
  );
}
