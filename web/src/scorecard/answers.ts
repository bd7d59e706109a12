// What an inspector does to the answers; every function returns new answers.
import { askedQuestions, hiddenQuestions, questionNamed } from './questions';
import type {
  Answer,
  Answers,
  Attribution,
  Card,
  CardOption,
  CardQuestion,
  Evidence,
  EvidenceKind,
} from './types';

export const NO_ANSWER: Answer = {
  options: [],
  not_applicable: false,
  comment: null,
  causes: [],
  evidence: [],
};

export function isAnswered(answer: Answer | undefined): boolean {
  return answer !== undefined && (answer.not_applicable || answer.options.length > 0);
}

/** The option that loses nothing: the default where there is one, else the highest score. */
export function bestOption(question: CardQuestion): CardOption | undefined {
  const preset = question.options.find((option) => option.key === question.default);
  if (preset) return preset;
  if (!question.scored) return undefined;
  return question.options.reduce<CardOption | undefined>(
    (best, option) => (best === undefined || (option.score ?? 0) > (best.score ?? 0) ? option : best),
    undefined,
  );
}

/** Chooses an option; where several may be chosen, once more. */
export function choose(card: Card, answers: Answers, key: string, option: string): Answers {
  const question = questionNamed(card, key);
  if (!question || !question.options.some((offered) => offered.key === option)) return answers;
  const before = answers[key] ?? NO_ANSWER;
  const options = question.multiple ? added(question, before.options, option) : [option];
  return settle(card, { ...answers, [key]: { ...before, options, not_applicable: false } });
}

/** "None" and a fault exclude each other, and "none" is not counted. */
function added(question: CardQuestion, chosen: string[], option: string): string[] {
  const none = bestOption(question)?.key;
  if (option === none) return [option];
  return [...chosen.filter((other) => other !== none), option];
}

/** Takes one of a repeated option back; when nothing is left the default stands again. */
export function takeBack(card: Card, answers: Answers, key: string, option: string): Answers {
  const before = answers[key];
  const place = before?.options.lastIndexOf(option) ?? -1;
  if (!before || place < 0) return answers;
  const options = before.options.filter((_, index) => index !== place);
  return settle(card, { ...answers, [key]: { ...before, options } });
}

export function notApplicable(card: Card, answers: Answers, key: string): Answers {
  const question = questionNamed(card, key);
  if (!question || question.not_applicable === null) return answers;
  const before = answers[key] ?? NO_ANSWER;
  return settle(card, { ...answers, [key]: { ...before, options: [], not_applicable: true } });
}

export function withComment(answers: Answers, key: string, comment: string): Answers {
  const before = answers[key] ?? NO_ANSWER;
  return { ...answers, [key]: { ...before, comment: comment === '' ? null : comment } };
}

export function toggleCause(answers: Answers, key: string, cause: string): Answers {
  const before = answers[key] ?? NO_ANSWER;
  const causes = before.causes.includes(cause)
    ? before.causes.filter((other) => other !== cause)
    : [...before.causes, cause];
  return { ...answers, [key]: { ...before, causes } };
}

/** What a deduction can be put down to, in the order in which it is offered. */
export const ATTRIBUTIONS: readonly Attribution[] = ['agent', 'rule', 'script', 'system'];

/** Puts a deduction down to somebody or something; the agent is what holds without a word. */
export function attribute(answers: Answers, key: string, attribution: Attribution): Answers {
  const before: Answer = { ...(answers[key] ?? NO_ANSWER) };
  delete before.attribution;
  return { ...answers, [key]: attribution === 'agent' ? before : { ...before, attribution } };
}

/** Which kind a piece of evidence is of: each record by itself is a record. */
export function kindOf(evidence: Pick<Evidence, 'kind'>): EvidenceKind {
  switch (evidence.kind) {
    case 'range':
    case 'turns':
      return 'range';
    case 'not_said':
    case 'not_said_within':
      return 'not_said';
    default:
      return 'record';
  }
}

/** Adds evidence; what is no range stands there once. */
export function addEvidence(answers: Answers, question: CardQuestion, evidence: Evidence): Answers {
  const before = answers[question.key] ?? NO_ANSWER;
  if (!question.evidence.includes(kindOf(evidence))) return answers;
  if (before.evidence.some((known) => sameEvidence(known, evidence))) return answers;
  return { ...answers, [question.key]: { ...before, evidence: [...before.evidence, evidence] } };
}

export function removeEvidence(answers: Answers, key: string, place: number): Answers {
  const before = answers[key];
  if (!before) return answers;
  const evidence = before.evidence.filter((_, index) => index !== place);
  return { ...answers, [key]: { ...before, evidence } };
}

function sameEvidence(one: Evidence, other: Evidence): boolean {
  if (one.kind !== other.kind) return false;
  if (one.kind === 'turns' && other.kind === 'turns') {
    return one.first === other.first && one.last === other.last;
  }
  if (!('start_ms' in one) || !('start_ms' in other)) return true;
  const isSamePlace = one.start_ms === other.start_ms && one.end_ms === other.end_ms;
  const channelOf = (evidence: Evidence) => (evidence.kind === 'range' ? evidence.channel : null);
  return isSamePlace && channelOf(one) === channelOf(other);
}

/** Every open question gets the option that loses nothing, also those that only now are asked. */
export function noOtherFaults(card: Card, answers: Answers): Answers {
  const open = askedQuestions(card, answers).find(
    (question) => !isAnswered(answers[question.key]) && bestOption(question),
  );
  if (!open) return answers;
  const best = bestOption(open);
  const before = answers[open.key] ?? NO_ANSWER;
  const filled = { ...answers, [open.key]: { ...before, options: best ? [best.key] : [] } };
  return noOtherFaults(card, settle(card, filled));
}

/**
 * What must hold at all times: a question that is not asked has no answer, and one that is asked
 * has its default until something else is chosen.
 */
export function settle(card: Card, answers: Answers): Answers {
  const hidden = hiddenQuestions(card, answers);
  const kept = Object.fromEntries(Object.entries(answers).filter(([key]) => !hidden.has(key)));
  const open = askedQuestions(card, kept).find(
    (question) => question.default !== null && !isAnswered(kept[question.key]),
  );
  if (!open || open.default === null) return kept;
  const before = kept[open.key] ?? NO_ANSWER;
  return settle(card, { ...kept, [open.key]: { ...before, options: [open.default] } });
}

/**
 * Answers to an earlier edition of a card, fitted to this one: what it no longer asks or offers is
 * gone, its defaults stand.
 */
export function fitted(card: Card, answers: Answers): Answers {
  const kept = Object.entries(answers).flatMap(([key, answer]) => {
    const question = questionNamed(card, key);
    if (!question) return [];
    const options = answer.options.filter((chosen) =>
      question.options.some((option) => option.key === chosen),
    );
    return [[key, { ...answer, options }] as const];
  });
  return settle(card, Object.fromEntries(kept));
}
