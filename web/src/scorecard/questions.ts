// Which questions of a card are asked, and in which order.
import type { Answers, Card, CardQuestion, CardSection } from './types';

/** Every question of the card, in its order. */
export function questionsOf(card: Card): CardQuestion[] {
  return card.sections.flatMap((section) => section.questions);
}

export function questionNamed(card: Card, key: string | null): CardQuestion | undefined {
  return questionsOf(card).find((question) => question.key === key);
}

/**
 * The questions that are not asked. A condition holds when the question it names is itself asked
 * and one of the named options was chosen there; it only ever names an earlier question.
 */
export function hiddenQuestions(card: Card, answers: Answers): Set<string> {
  const hidden = new Set<string>();
  for (const question of questionsOf(card)) {
    if (!isShown(question, answers, hidden)) hidden.add(question.key);
  }
  return hidden;
}

function isShown(question: CardQuestion, answers: Answers, hidden: Set<string>): boolean {
  const condition = question.show_when;
  if (!condition) return true;
  const answer = answers[condition.question];
  if (hidden.has(condition.question) || !answer || answer.not_applicable) return false;
  return answer.options.some((option) => condition.is.includes(option));
}

/** The questions that are asked, in the card's order. */
export function askedQuestions(card: Card, answers: Answers): CardQuestion[] {
  const hidden = hiddenQuestions(card, answers);
  return questionsOf(card).filter((question) => !hidden.has(question.key));
}

/** The sections with only the questions that are asked; a section that asks nothing is left out. */
export function askedSections(card: Card, answers: Answers): CardSection[] {
  const hidden = hiddenQuestions(card, answers);
  return card.sections
    .map((section) => ({
      ...section,
      questions: section.questions.filter((question) => !hidden.has(question.key)),
    }))
    .filter((section) => section.questions.length > 0);
}

/** The question `step` places further among those asked; it stops at both ends. */
export function neighbour(asked: CardQuestion[], current: string | null, step: 1 | -1): string | null {
  const place = asked.findIndex((question) => question.key === current);
  if (place < 0) return asked[0]?.key ?? null;
  const next = Math.min(Math.max(place + step, 0), asked.length - 1);
  return asked[next]?.key ?? null;
}
