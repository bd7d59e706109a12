// What a revision changes: which items are answered otherwise, with what stands behind them, and what is
// still missing there. Pure; the server keeps and refuses in the same way.
import type { RevisedItem } from '../../api/results';
import type { Evaluation } from '../../api/types';
import { bestOption, settle } from '../../scorecard/answers';
import { questionsOf } from '../../scorecard/questions';
import { openItems, wanted } from '../../scorecard/requirements';
import type { Answer, Answers, Card, CardQuestion, Open } from '../../scorecard/types';
import { isSame } from '../appeals/choices';
import type { Content } from '../review/draft';

/** What an evaluation says now, as a revision begins with it. */
export function contentOf({ answers, verification }: Evaluation): Content {
  return { answers, notes: [], ...(verification && { finding: verification.finding }) };
}

/** The items that are answered otherwise, in card order. */
export function changedItems(card: Card, before: Answers, now: Answers): CardQuestion[] {
  return questionsOf(card).filter(({ key }) => now[key] !== undefined && !saysTheSame(before[key], now[key]));
}

function saysTheSame(one: Answer | undefined, other: Answer): boolean {
  return (
    one !== undefined &&
    isSame(one, other) &&
    (one.comment ?? '').trim() === (other.comment ?? '').trim() &&
    (one.attribution ?? 'agent') === (other.attribution ?? 'agent') &&
    JSON.stringify([one.causes, one.evidence]) === JSON.stringify([other.causes, other.evidence])
  );
}

/**
 * The answers after something was pressed. Where another option was chosen, the comment was about what is no
 * longer said, and what shows it goes with the last deduction. The former option brings the former answer back.
 */
export function regrounded(card: Card, before: Answers, last: Answers, next: Answers): Answers {
  const grounded = questionsOf(card).flatMap((question): [string, Answer][] => {
    const answer = next[question.key];
    if (!answer) return [];
    const [known, then] = [last[question.key], before[question.key]];
    if (known && isSame(known, answer)) return [[question.key, answer]];
    if (then && isSame(then, answer)) return [[question.key, then]];
    return [[question.key, grounding(question, then, answer)]];
  });
  return Object.fromEntries(grounded);
}

function grounding(question: CardQuestion, then: Answer | undefined, answer: Answer): Answer {
  const comment = answer.comment === (then?.comment ?? null) ? null : answer.comment;
  const { options, not_applicable } = answer;
  if (!fallsShort(question, answer)) return { options, not_applicable, comment, causes: [], evidence: [] };
  const attribution = answer.attribution ?? then?.attribution;
  return {
    options,
    not_applicable,
    comment,
    causes: answer.causes.length > 0 ? answer.causes : (then?.causes ?? []),
    evidence: answer.evidence.length > 0 ? answer.evidence : (then?.evidence ?? []),
    ...(attribution && { attribution }),
  };
}

/** Whether something else is chosen than what loses nothing, or what is chosen asks for more. */
function fallsShort(question: CardQuestion, answer: Answer): boolean {
  if (answer.not_applicable) return false;
  const best = bestOption(question)?.key;
  return answer.options.some((option) => option !== best) || wanted(question, answer).length > 0;
}

/** One item as it was before. */
export function putBack(card: Card, before: Answers, now: Answers, key: string): Answers {
  const others = Object.entries(now).filter(([other]) => other !== key);
  const then = before[key];
  return settle(card, Object.fromEntries(then ? [...others, [key, then] as const] : others));
}

/** The changes as the server takes them. */
export function changesOf(card: Card, before: Answers, now: Answers): Record<string, RevisedItem> {
  const entries = changedItems(card, before, now).flatMap(({ key }): [string, RevisedItem][] => {
    const answer = now[key];
    if (!answer) return [];
    const { options, not_applicable, comment, causes, evidence, attribution } = answer;
    const said = (comment ?? '').trim();
    const grounds = { causes, evidence, attribution: attribution ?? 'agent' };
    return [[key, { choice: { options, not_applicable }, comment: said === '' ? null : said, grounds }]];
  });
  return Object.fromEntries(entries);
}

/** What is still missing: at the changed items what their options ask for, and answers to what is asked now. */
export function stillOpen(card: Card, before: Answers, now: Answers): Open[] {
  const changed = new Set(changedItems(card, before, now).map(({ key }) => key));
  return openItems(card, now).filter(
    ({ question, code }) => code === 'unanswered' || (question !== null && changed.has(question)),
  );
}
