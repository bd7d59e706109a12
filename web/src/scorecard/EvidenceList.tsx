// What an answer rests on: places in the call, "not said", or the record.
import { CaretRightOutlined, CloseOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useKeyNames } from '../components/keyNames';
import { useEvidenceWords } from './OtherEvidence';
import type { PlayEvidence, SheetActions } from './sheet';
import type { Answer, CardQuestion, Evidence, EvidenceForm, EvidenceKind } from './types';

type Props = {
  question: CardQuestion;
  answer: Answer | undefined;
  onPlay: PlayEvidence | undefined;
  actions: Pick<SheetActions, 'addEvidence' | 'removeEvidence'> | undefined;
  /** Whether keys add evidence here too. */
  hasKeys?: boolean;
};

export function EvidenceList({ question, answer, onPlay, actions, hasKeys = true }: Props) {
  const { t } = useTranslation('scorecard');
  const keys = useKeyNames();
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
        question.evidence.flatMap(formsOf).map((form) => (
          <Button
            key={form}
            size="small"
            onClick={() => {
              actions.addEvidence(question.key, form);
            }}
          >
            {hasKeys
              ? t(`add.${form}`, { key: form === 'not_said' ? keys.not_said : keys.evidence })
              : t(`add_here.${form}`)}
          </Button>
        ))}
    </div>
  );
}

/** A record is shown by each of them by itself, or by another. */
const RECORDS: readonly EvidenceForm[] = ['wrap_up', 'ticket', 'disposition', 'record'];

function formsOf(kind: EvidenceKind): readonly EvidenceForm[] {
  return kind === 'record' ? RECORDS : [kind];
}

function keyOf(evidence: Evidence): string {
  if (evidence.kind === 'turns') return `turns ${evidence.first}-${evidence.last}`;
  if (!('start_ms' in evidence)) return evidence.kind;
  return `${evidence.kind} ${evidence.start_ms}-${evidence.end_ms}`;
}

function EvidenceWords({ evidence, onPlay }: { evidence: Evidence; onPlay: PlayEvidence | undefined }) {
  const { t } = useTranslation('scorecard');
  const words = useEvidenceWords()(evidence);
  if (evidence.kind !== 'range' && evidence.kind !== 'turns') return <span>{words}</span>;
  if (!onPlay) return <span className="number">{words}</span>;
  return (
    <Button
      size="small"
      type="link"
      icon={evidence.kind === 'range' && <CaretRightOutlined />}
      className="number"
      aria-label={evidence.kind === 'range' ? t('play', { at: words }) : words}
      onClick={() => {
        onPlay(evidence);
      }}
    >
      {words}
    </Button>
  );
}
