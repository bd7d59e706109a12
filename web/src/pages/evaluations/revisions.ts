// What was changed from one revision to the next.
import type { Answer, CardDefinition, CardQuestion } from '../../api/types';
import { isSame, questionsOf } from '../appeals/choices';

export interface ChangedItem {
  question: CardQuestion;
  from: Answer | null;
  to: Answer | null;
}

/** The items that are answered otherwise, in card order. */
export function changedBetween(
  card: CardDefinition,
  before: Record<string, Answer>,
  after: Record<string, Answer>,
): ChangedItem[] {
  return questionsOf(card).flatMap((question) => {
    const [from, to] = [before[question.key] ?? null, after[question.key] ?? null];
    const isKept = from === null || to === null ? from === to : isSame(from, to);
    return isKept ? [] : [{ question, from, to }];
  });
}
