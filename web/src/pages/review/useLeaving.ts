// The ways out of the page, and what is said when one of them is closed.
import { useTranslation } from 'react-i18next';
import { problemFrom } from '../../api/problem';
import type { NoScoreReason, ReleaseWay } from '../../api/review';
import type { Assignment, Evaluation } from '../../api/types';
import { useProblemWords } from '../../components/ErrorNotice';
import { useCoded, useWorded } from '../../i18n/words';
import { questionNamed } from '../../scorecard/questions';
import type { DraftKeeper } from './keeper';
import { dropEmptyNotes } from './noteActions';
import { focusOutcome } from './SaleOutcomePart';
import { type Obstacle, useFinish } from './useFinish';
import type { ChangeView } from './useView';

export interface Leaving {
  isBusy: boolean;
  release: (way?: ReleaseWay) => void;
  giveUp: (reason: NoScoreReason, note: string | null) => void;
  goTo: (assignment: Assignment) => void;
}

export function useLeaving(
  evaluation: Evaluation,
  keeper: DraftKeeper,
  changeView: ChangeView,
  tellRest: () => Promise<void>,
): Leaving {
  const finish = useFinish(evaluation, keeper, tellRest);
  const tell = useTellObstacle(keeper, changeView);
  return {
    isBusy: finish.isBusy,
    release: (way) => {
      if (finish.isBusy) return;
      dropEmptyNotes(keeper);
      void finish.release(way).then(tell);
    },
    giveUp: (reason, note) => {
      if (finish.isBusy) return;
      void finish.giveUp(reason, note).then(tell);
    },
    goTo: (assignment) => {
      finish.goTo(assignment).catch((error: unknown) => {
        tell({ kind: 'problem', error });
      });
    },
  };
}

/** Goes to the first open item and says what it lacks, or says why nothing was sent. */
function useTellObstacle(keeper: DraftKeeper, changeView: ChangeView) {
  const { t } = useTranslation('review');
  const coded = useCoded();
  const worded = useWorded();
  const wordsOf = useProblemWords();
  const say = (text: string) => {
    changeView({ said: { text, isTrouble: true } });
  };
  return (obstacle: Obstacle | null) => {
    switch (obstacle?.kind) {
      case undefined:
        return;
      case 'unsaved':
        return say(t('said.unsaved'));
      case 'problem':
        if (problemFrom(obstacle.error).code === 'outcome_needed') focusOutcome();
        return say(wordsOf(obstacle.error));
      case 'open': {
        const [first] = keeper.desk().open;
        if (!first) return say(t('said.try_again'));
        const question = questionNamed(keeper.card, first.question);
        changeView({ current: first.question });
        say(
          t('said.open', {
            item: worded(question?.title) || first.question,
            code: coded('open', first.code),
          }),
        );
      }
    }
  };
}
