// What is chosen for an item, as a select shows it and as the server takes it.
import type { Answer, CardDefinition, CardQuestion, Choice, Words } from '../../api/types';

/** Stands in a select for "not applicable"; no option has such a key. */
export const NOT_APPLICABLE = '\u0000n/a';

export function questionsOf(card: CardDefinition): CardQuestion[] {
  return card.sections.flatMap((section) => section.questions);
}

export function questionOf(card: CardDefinition, key: string): CardQuestion | undefined {
  return questionsOf(card).find((question) => question.key === key);
}

/** The titles of what is chosen; null: not applicable. */
export function titlesOf(question: CardQuestion | undefined, choice: Choice | Answer): Words[] | null {
  if (choice.not_applicable) return null;
  return choice.options.map(
    (key) => question?.options.find((option) => option.key === key)?.title ?? { en: key },
  );
}

export function choiceFrom(values: readonly string[]): Choice | null {
  if (values.length === 0) return null;
  const isNotApplicable = values.includes(NOT_APPLICABLE);
  return { options: isNotApplicable ? [] : [...values], not_applicable: isNotApplicable };
}

export function valuesOf(choice: Choice | null): string[] {
  if (choice === null) return [];
  return choice.not_applicable ? [NOT_APPLICABLE] : [...choice.options];
}

/** Whether both say the same, in whatever order. */
export function isSame(one: Choice | Answer, other: Choice | Answer): boolean {
  if (one.not_applicable || other.not_applicable) return one.not_applicable === other.not_applicable;
  return one.options.toSorted().join('\n') === other.options.toSorted().join('\n');
}
