// What may be done in the score sheet, carried out on the draft.
import type { CallTransport } from '../../player/transport';
import * as answering from '../../scorecard/answers';
import { askedQuestions, neighbour, questionNamed } from '../../scorecard/questions';
import { missing } from '../../scorecard/requirements';
import { ATTRIBUTIONS } from '../../scorecard/answers';
import { lostAt, type SheetActions } from '../../scorecard/sheet';
import type { Answers, Attribution, Card, CardQuestion, Evidence, EvidenceForm } from '../../scorecard/types';
import type { Content } from './draft';
import type { Desk } from './keeper';
import type { Marks } from '../../player/useMarks';
import type { TurnMarks } from './useTurnMarks';

/** What is being answered: a draft, or what a revision changes. */
export interface SheetKeeper {
  readonly card: Card;
  desk: () => Pick<Desk, 'content' | 'preview' | 'open'>;
  change: (edit: (content: Content) => Content, field?: string | null) => void;
  flush: () => Promise<boolean>;
}

export interface SheetParts {
  keeper: SheetKeeper;
  transport: CallTransport;
  marks: Marks;
  /** Where one is in the text, where there is one instead of a call. */
  turns: TurnMarks | null;
  changeView: (part: { current: string | null }) => void;
}

export function sheetActions({ keeper, marks, turns, changeView }: SheetParts): SheetActions {
  const { card } = keeper;
  const answer = (edit: (answers: Answers) => Answers, field: string | null = null) => {
    keeper.change((content) => ({ ...content, answers: edit(content.answers) }), field);
  };
  const openWhereWanting = (key: string) => {
    const question = questionNamed(card, key);
    if (question && isWanting(keeper, question)) changeView({ current: key });
  };
  return {
    choose: (key, option) => {
      answer((answers) => answering.choose(card, answers, key, option));
      openWhereWanting(key);
    },
    takeBack: (key, option) => {
      answer((answers) => answering.takeBack(card, answers, key, option));
    },
    notApplicable: (key) => {
      answer((answers) => answering.notApplicable(card, answers, key));
    },
    comment: (key, text) => {
      answer((answers) => answering.withComment(answers, key, text), `comment ${key}`);
    },
    leaveText: () => {
      void keeper.flush();
    },
    toggleCause: (key, cause) => {
      answer((answers) => answering.toggleCause(answers, key, cause));
    },
    addEvidence: (key, form) => {
      const question = questionNamed(card, key);
      if (!question) return;
      const evidence = evidenceOf(form, marks, turns);
      answer((answers) => answering.addEvidence(answers, question, evidence));
    },
    attribute: (key, attribution) => {
      answer((answers) => answering.attribute(answers, key, attribution));
    },
    removeEvidence: (key, place) => {
      answer((answers) => answering.removeEvidence(answers, key, place));
    },
  };
}

/** Whether an answer stands there that wants more than it has. */
function isWanting(keeper: SheetKeeper, question: CardQuestion): boolean {
  return missing(question, keeper.desk().content.answers[question.key]).length > 0;
}

/** The evidence that a press adds: at this second, or in the marked range, of the call or of the text. */
export function evidenceOf(kind: EvidenceForm, marks: Marks, turns: TurnMarks | null): Evidence {
  if (turns) return kind === 'range' ? { kind: 'turns', ...turns.take() } : { kind };
  if (kind === 'range') return { kind, ...marks.take(), channel: null };
  if (kind === 'not_said' && marks.range !== null) return { kind: 'not_said_within', ...marks.take() };
  return { kind };
}

/** Answers the current item with its option of that number, and goes on unless something is wanted. */
export function answerByNumber(parts: SheetParts, current: string | null, number: number): boolean {
  const question = questionNamed(parts.keeper.card, current);
  const option = question?.options[number - 1];
  if (!question || !option) return false;
  sheetActions(parts).choose(question.key, option.key);
  advance(parts, question);
  return true;
}

export function answerNotApplicable(parts: SheetParts, current: string | null): boolean {
  const question = questionNamed(parts.keeper.card, current);
  if (!question || question.not_applicable === null) return false;
  sheetActions(parts).notApplicable(question.key);
  advance(parts, question);
  return true;
}

/** A repeated fault is counted on the spot; everything else leads to the next item. */
function advance({ keeper, changeView }: SheetParts, question: CardQuestion): void {
  if (question.multiple || isWanting(keeper, question)) return;
  const asked = askedQuestions(keeper.card, keeper.desk().content.answers);
  changeView({ current: neighbour(asked, question.key, 1) });
}

/** Evidence at this second, or the marked range; for an item that only a record can prove, the record. */
export function addUsualEvidence(parts: SheetParts, current: string | null): boolean {
  const question = questionNamed(parts.keeper.card, current);
  const kind = question?.evidence.find((accepted) => accepted !== 'not_said');
  if (!question || !kind) return false;
  sheetActions(parts).addEvidence(question.key, kind);
  return true;
}

/** Puts the deduction of the current item down to the next one: agent, rule, script, system, agent. */
export function attributeNext(parts: SheetParts, current: string | null): Attribution | null {
  const question = questionNamed(parts.keeper.card, current);
  const { content, preview } = parts.keeper.desk();
  if (!question || lostAt(preview, question.key) <= 0) return null;
  const before = content.answers[question.key]?.attribution ?? 'agent';
  const next = ATTRIBUTIONS[(ATTRIBUTIONS.indexOf(before) + 1) % ATTRIBUTIONS.length] ?? 'agent';
  sheetActions(parts).attribute(question.key, next);
  return next;
}

export function addNotSaid(parts: SheetParts, current: string | null): boolean {
  const question = questionNamed(parts.keeper.card, current);
  if (!question?.evidence.includes('not_said')) return false;
  sheetActions(parts).addEvidence(question.key, 'not_said');
  return true;
}

/** How many open items got their best option. */
export function fillBest({ keeper }: SheetParts): number {
  const before = keeper.desk().open.filter((open) => open.code === 'unanswered').length;
  keeper.change((content) => ({
    ...content,
    answers: answering.noOtherFaults(keeper.card, content.answers),
  }));
  return before - keeper.desk().open.filter((open) => open.code === 'unanswered').length;
}
