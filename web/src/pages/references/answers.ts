// What was chosen for an item, in the words of its card.
import type { Evaluation, Words } from '../../api/types';

type Card = Evaluation['scorecard_version']['definition'];
type Chosen = { options: readonly string[]; not_applicable: boolean };
type Question = Card['sections'][number]['questions'][number];

/** The item with this key. */
export function questionOf(card: Card, key: string): Question | undefined {
  return card.sections.flatMap((section) => section.questions).find((question) => question.key === key);
}

export type ChosenWords = { kind: 'nothing' | 'not_applicable' } | { kind: 'options'; titles: Words[] };

/** The titles of the chosen options; a key that the card does not know stands for itself. */
export function chosenWords(question: Question | undefined, chosen: Chosen): ChosenWords {
  if (chosen.not_applicable) return { kind: 'not_applicable' };
  if (chosen.options.length === 0) return { kind: 'nothing' };
  const titles = chosen.options.map((key) => {
    const title = question?.options.find((option) => option.key === key)?.title;
    return title && Object.keys(title).length > 0 ? title : { en: key };
  });
  return { kind: 'options', titles };
}
