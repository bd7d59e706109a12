// What stands behind an answer that a ruling changes, where its option asks for it: causes and evidence. It
// begins with what stood behind the former answer.
import { useTranslation } from 'react-i18next';
import type { Answer, CardQuestion, Choice, Grounds } from '../../api/types';
import type { Marks } from '../../player/useMarks';
import { addEvidence, NO_ANSWER, removeEvidence, toggleCause } from '../../scorecard/answers';
import { Causes } from '../../scorecard/Causes';
import { EvidenceList } from '../../scorecard/EvidenceList';
import { missing, wanted } from '../../scorecard/requirements';
import type { PlayEvidence } from '../../scorecard/sheet';
import { evidenceOf } from '../review/sheetActions';
import type { TurnMarks } from '../review/useTurnMarks';

/** Where one is in the call or in the text, and how evidence is heard. */
export type Place = { marks: Marks; turns: TurnMarks | null; onPlay: PlayEvidence | undefined };

type Props = {
  question: CardQuestion;
  answer: Answer;
  place: Place;
  onChange: (grounds: Grounds) => void;
};

/** A changed answer with what stands behind it so far; the reason is its comment. */
export function ruledAnswer(
  before: Answer | undefined,
  choice: Choice,
  reason: string,
  grounds: Grounds,
): Answer {
  return { ...NO_ANSWER, ...before, ...choice, ...grounds, comment: reason };
}

/** Whether a changed answer has what its option asks for. */
export function isGrounded(question: CardQuestion | undefined, answer: Answer): boolean {
  return question === undefined || missing(question, answer).length === 0;
}

export function RulingGrounds({ question, answer, place, onChange }: Props) {
  const { t } = useTranslation();
  const asks = wanted(question, answer);
  if (!asks.includes('evidence') && !asks.includes('cause')) return null;
  const { key } = question;
  const change = (edit: (answers: Record<string, Answer>) => Record<string, Answer>) => {
    const { causes, evidence } = edit({ [key]: answer })[key] ?? answer;
    onChange({ causes, evidence });
  };
  return (
    <div role="group" aria-label={t('appeals:judge.grounds')}>
      {asks.includes('cause') && (
        <Causes
          question={question}
          answer={answer}
          actions={{
            toggleCause: (_, cause) => {
              change((answers) => toggleCause(answers, key, cause));
            },
          }}
        />
      )}
      {asks.includes('evidence') && (
        <EvidenceList
          question={question}
          answer={answer}
          onPlay={place.onPlay}
          hasKeys={false}
          actions={{
            addEvidence: (_, form) => {
              change((answers) => addEvidence(answers, question, evidenceOf(form, place.marks, place.turns)));
            },
            removeEvidence: (_, number) => {
              change((answers) => removeEvidence(answers, key, number));
            },
          }}
        />
      )}
    </div>
  );
}
