// One item: a row of 44 pixels, and when it is the current one everything that belongs to it.
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useWorded } from '../i18n/words';
import { OptionChips } from './OptionChips';
import type { PhraseTools } from './phrases';
import { missing } from './requirements';
import { RowDetails } from './RowDetails';
import { lostText, type PlayEvidence, type SheetActions } from './sheet';
import type { Answer, CardQuestion } from './types';

type Props = {
  question: CardQuestion;
  answer: Answer | undefined;
  lost: number;
  isCurrent: boolean;
  onCurrent: (question: string | null) => void;
  onPlay: PlayEvidence | undefined;
  actions: SheetActions | undefined;
  phrases: PhraseTools | undefined;
};

export const SheetRow = memo(function SheetRow(props: Props) {
  const { question, answer, lost, isCurrent, onCurrent, onPlay, actions, phrases } = props;
  const worded = useWorded();
  return (
    <li
      className={isCurrent ? 'sheet-item sheet-item-current' : 'sheet-item'}
      data-current={isCurrent || undefined}
    >
      <div className="sheet-row">
        <button
          type="button"
          className="sheet-title"
          aria-expanded={isCurrent}
          onClick={() => {
            onCurrent(isCurrent && !actions ? null : question.key);
          }}
        >
          <span className="sheet-title-words">{worded(question.title) || question.key}</span>
          <Severity question={question} answer={answer} />
        </button>
        {!(isCurrent && actions) && <OptionChips question={question} answer={answer} actions={actions} />}
        <EvidenceMark question={question} answer={answer} />
        <span className="sheet-lost number">{lostText(lost)}</span>
      </div>
      {isCurrent && (
        <RowDetails
          question={question}
          answer={answer}
          lost={lost}
          onPlay={onPlay}
          actions={actions}
          phrases={phrases}
        />
      )}
    </li>
  );
});

/** Critical and fatal, as words. */
function Severity({ question, answer }: { question: CardQuestion; answer: Answer | undefined }) {
  const { t } = useTranslation('scorecard');
  const isFatal = question.options.some((option) => option.fatal && answer?.options.includes(option.key));
  if (isFatal) return <span className="sheet-severity sheet-fatal">{t('fatal')}</span>;
  if (question.critical === false) return null;
  const kind = question.critical === true ? 'any' : question.critical;
  return <span className="sheet-severity sheet-critical">{t(`critical.${kind}`)}</span>;
}

/** Whether evidence or a comment is there, or still wanted. */
function EvidenceMark({ question, answer }: { question: CardQuestion; answer: Answer | undefined }) {
  const { t } = useTranslation('scorecard');
  if (missing(question, answer).length > 0) {
    return (
      <span
        className="sheet-mark sheet-mark-missing"
        role="img"
        aria-label={t('mark.missing')}
        title={t('mark.missing')}
      >
        {MISSING_MARK}
      </span>
    );
  }
  const count = answer?.evidence.length ?? 0;
  if (count === 0) return null;
  const title = t('mark.evidence', { count });
  return (
    <span className="sheet-mark" role="img" aria-label={title} title={title}>
      {EVIDENCE_MARK}
      {count > 1 && <sub>{count}</sub>}
    </span>
  );
}

const MISSING_MARK = '!';
const EVIDENCE_MARK = '■';
