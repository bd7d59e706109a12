// What belongs to the current item: guidance, options in full, comment, causes, evidence.
import { useTranslation } from 'react-i18next';
import { Key } from '../components/Key';
import { useKeyNames } from '../components/keyNames';
import { WrittenText } from '../components/WrittenText';
import { useWorded } from '../i18n/words';
import { AttributionChoice } from './AttributionChoice';
import { Causes } from './Causes';
import { EvidenceList } from './EvidenceList';
import { OptionList } from './OptionList';
import { PhraseList } from './PhraseList';
import type { PhraseTools } from './phrases';
import { missing } from './requirements';
import { commentFieldId, type PlayEvidence, type SheetActions } from './sheet';
import type { Answer, CardQuestion, Requirement } from './types';

type Props = {
  question: CardQuestion;
  answer: Answer | undefined;
  onPlay: PlayEvidence | undefined;
  actions: SheetActions | undefined;
  /** How many points it lost. */
  lost: number;
  phrases: PhraseTools | undefined;
};

export function RowDetails({ question, answer, lost, onPlay, actions, phrases }: Props) {
  const { t } = useTranslation('scorecard');
  const keys = useKeyNames();
  const worded = useWorded();
  const wanted = missing(question, answer);
  const guidance = worded(question.guidance);
  return (
    <div className="sheet-details">
      {guidance && <p className="sheet-guidance">{guidance}</p>}
      {actions && <OptionList question={question} answer={answer} actions={actions} />}
      {actions && <Prompt question={question} wanted={wanted} />}
      {actions && answer && lost > 0 && (
        <AttributionChoice question={question} answer={answer} actions={actions} />
      )}
      {!actions && answer?.attribution && (
        <p className="sheet-comment">
          {t('attribution.of', { what: t(`attribution.${answer.attribution}`) })}
        </p>
      )}
      <Causes question={question} answer={answer} actions={actions} />
      {actions ? (
        <WrittenText
          id={commentFieldId(question.key)}
          label={t('comment')}
          placeholder={t('comment_key', { key: keys.comment })}
          value={answer?.comment ?? ''}
          isMissing={wanted.includes('comment')}
          onChange={(text) => {
            actions.comment(question.key, text);
          }}
          onLeave={actions.leaveText}
          onAltDigit={(number) => {
            const phrase = phrases?.of(question.key, answer)[number - 1];
            if (phrase) phrases?.insert(question.key, phrase);
          }}
        />
      ) : (
        answer?.comment && <p className="sheet-comment">{answer.comment}</p>
      )}
      {actions && phrases && <PhraseList question={question} answer={answer} tools={phrases} />}
      <EvidenceList question={question} answer={answer} onPlay={onPlay} actions={actions} />
    </div>
  );
}

/** What this answer asks for and does not have yet, with the keys that give it. */
function Prompt({ question, wanted }: { question: CardQuestion; wanted: Requirement[] }) {
  const { t } = useTranslation('scorecard');
  const keys = useKeyNames();
  const kinds = question.evidence;
  return (
    <div className="sheet-prompt" aria-live="polite">
      {wanted.length > 0 && <strong>{t('prompt.wanted')}</strong>}
      {wanted.includes('cause') && <span>{t('prompt.cause')}</span>}
      {wanted.includes('comment') && (
        <span>
          <Key>{keys.comment}</Key>
          {t('prompt.comment')}
        </span>
      )}
      {wanted.includes('evidence') && kinds.includes('range') && (
        <span>
          <Key>{keys.evidence}</Key>
          {t('prompt.range')}
        </span>
      )}
      {wanted.includes('evidence') && kinds.includes('not_said') && (
        <span>
          <Key>{keys.not_said}</Key>
          {t('prompt.not_said')}
        </span>
      )}
      {wanted.includes('evidence') && !kinds.includes('range') && kinds.includes('record') && (
        <span>
          <Key>{keys.evidence}</Key>
          {t('prompt.record')}
        </span>
      )}
    </div>
  );
}
