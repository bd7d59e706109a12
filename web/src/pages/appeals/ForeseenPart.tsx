// What an evaluation would come to with other answers: the total, whether it would pass, its grade, and,
// for whoever opens it, how that would come about.
import { useTranslation } from 'react-i18next';
import type { CardDefinition, Choice, Evaluation, Foreseen } from '../../api/types';
import { ScoreTag } from '../../components/ScoreTag';
import { SentenceList } from '../feedback/AccountWords';
import { usePoints } from '../feedback/points';

type Props = {
  foreseen: Foreseen;
  card: CardDefinition;
  /** The answers as they stand, as far as the reader knows them, and those that would take their place. */
  answers: Evaluation['answers'];
  choices: Record<string, Choice>;
  /** Said while items are asked that have no answer yet. */
  unknown: string;
};

export function ForeseenPart({ foreseen: { before, after }, card, answers, choices, unknown }: Props) {
  const { t } = useTranslation();
  const points = usePoints();
  const words = (total: number | null) => (total === null ? t('score.none') : points(total));
  if (after === null) {
    return (
      <p aria-live="polite">
        <strong>{unknown}</strong>
      </p>
    );
  }
  const band = card.bands.find(({ key }) => key === after.band);
  return (
    <div aria-live="polite">
      <p>
        <strong>{t('appeals:foreseen.total', { before: words(before), after: words(after.total) })}</strong>{' '}
        <ScoreTag
          total={after.total}
          passed={after.passed}
          bandTitle={band?.title ?? null}
          fatal={(after.fatal ?? []).length > 0}
        />
      </p>
      <details>
        <summary>{t('appeals:foreseen.how')}</summary>
        <SentenceList told={{ answers: withChoices(answers, choices), revision: 1, score: after, card }} />
      </details>
    </div>
  );
}

function withChoices(answers: Evaluation['answers'], choices: Record<string, Choice>): Evaluation['answers'] {
  const nothing = { comment: null, causes: [], evidence: [] };
  const changed = Object.entries(choices).map(([key, choice]) => [
    key,
    { ...nothing, ...answers[key], ...choice },
  ]);
  return { ...answers, ...(Object.fromEntries(changed) as Evaluation['answers']) };
}
