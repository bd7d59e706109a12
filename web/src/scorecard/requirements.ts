// What still stands in the way of the release, worked out in the browser so that it shows at once.
import { isAnswered } from './answers';
import { askedQuestions } from './questions';
import type { Answer, Answers, Card, CardQuestion, Open, OpenCode, Requirement } from './types';

/** What the chosen options want beside the answer. */
export function wanted(question: CardQuestion, answer: Answer | undefined): Requirement[] {
  if (!answer || answer.not_applicable) return [];
  const asked = question.options
    .filter((option) => answer.options.includes(option.key))
    .flatMap((option) => option.require);
  return [...new Set(asked)];
}

/** What of that is not there yet. */
export function missing(question: CardQuestion, answer: Answer | undefined): Requirement[] {
  return wanted(question, answer).filter((requirement) => !isMet(requirement, answer));
}

function isMet(requirement: Requirement, answer: Answer | undefined): boolean {
  if (!answer) return false;
  switch (requirement) {
    case 'comment':
      return (answer.comment ?? '').trim() !== '';
    case 'evidence':
      return answer.evidence.length > 0;
    case 'cause':
      return answer.causes.length > 0;
  }
}

const CODES: Record<Requirement, OpenCode> = {
  comment: 'comment_required',
  evidence: 'evidence_required',
  cause: 'cause_required',
};

/** Everything open, in the card's order. */
export function openItems(card: Card, answers: Answers): Open[] {
  return askedQuestions(card, answers).flatMap((question): Open[] => {
    const answer = answers[question.key];
    if (!isAnswered(answer)) return [{ question: question.key, code: 'unanswered' }];
    return missing(question, answer).map((requirement) => ({
      question: question.key,
      code: CODES[requirement],
    }));
  });
}

/** What the browser sees, and what only the server can see. */
export function allOpen(here: Open[], fromServer: Open[]): Open[] {
  const seenHere = new Set<OpenCode>(['unanswered', ...Object.values(CODES)]);
  return [
    ...here,
    ...fromServer.filter((open) => !seenHere.has(open.code) && open.code !== 'hidden_question_answered'),
  ];
}

/** The next question with something open after `current`, from the top when there is none below. */
export function nextOpen(card: Card, answers: Answers, open: Open[], current: string | null): string | null {
  const waiting = new Set(open.map((item) => item.question));
  const asked = askedQuestions(card, answers).map((question) => question.key);
  const place = current === null ? -1 : asked.indexOf(current);
  const order = [...asked.slice(place + 1), ...asked.slice(0, place + 1)];
  return order.find((key) => waiting.has(key)) ?? null;
}
