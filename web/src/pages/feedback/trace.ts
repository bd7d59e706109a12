// How a score came about, as the server stored it (`earmark score` prints the same list): read once
// into rows that a page can show. Nothing is computed again; a list that we do not know is empty.
import type { CardDefinition, CardQuestion, Words } from '../../api/types';

export type WhyNot = 'hidden' | 'not_scored' | 'not_applicable';
export type StepKind = 'start' | 'floor' | 'ceiling' | 'fatal_section' | 'fatal_evaluation';

/** One item: what it was worth, what it gave and lost. Points, of 100 on a weighted card. */
export type ItemLine = {
  question: string;
  title: Words;
  whyNot: WhyNot | null;
  share: number | null;
  points: number;
  lost: number;
  isFatal: boolean;
};

export type SectionLine = {
  section: string;
  title: Words;
  share: number | null;
  isBonus: boolean;
  items: ItemLine[];
};

/** What happened after the items, in the order in which it applied. */
export type StepLine = { step: StepKind; section: Words | null; points: number };

export type Account = { sections: SectionLine[]; steps: StepLine[] };

type Entry = Record<string, unknown>;

const WHY_NOT: readonly string[] = ['hidden', 'not_scored', 'not_applicable'] satisfies WhyNot[];
const STEPS: readonly string[] = [
  'start',
  'floor',
  'ceiling',
  'fatal_section',
  'fatal_evaluation',
] satisfies StepKind[];

function entriesOf(trace: unknown): Entry[] {
  if (!Array.isArray(trace)) return [];
  return trace.filter((entry): entry is Entry => typeof entry === 'object' && entry !== null);
}

const numberOr = <T>(value: unknown, fallback: T): number | T =>
  typeof value === 'number' ? value : fallback;

function itemOf(question: CardQuestion, entry: Entry | undefined, fatal: readonly string[]): ItemLine {
  const whyNot = entry?.why_not;
  return {
    question: question.key,
    title: question.title,
    whyNot: typeof whyNot === 'string' && WHY_NOT.includes(whyNot) ? (whyNot as WhyNot) : null,
    share: numberOr(entry?.share, null),
    points: numberOr(entry?.points, 0),
    lost: numberOr(entry?.lost, 0),
    isFatal: fatal.includes(question.key),
  };
}

/** The account of a score: its card's items in their order, then the steps. */
export function accountOf(
  trace: unknown,
  card: CardDefinition,
  fatal: readonly string[] | null = null,
): Account {
  const entries = entriesOf(trace);
  const of = (kind: string, key: 'question' | 'section', name: string) =>
    entries.find((entry) => entry.kind === kind && entry[key] === name);
  const sections = card.sections.map((section) => ({
    section: section.key,
    title: section.title,
    share: numberOr(of('section', 'section', section.key)?.share, null),
    isBonus: section.bonus,
    items: section.questions.map((question) =>
      itemOf(question, of('question', 'question', question.key), fatal ?? []),
    ),
  }));
  const steps = entries
    .filter((entry) => entry.kind === 'step' && STEPS.includes(String(entry.step)))
    .map((entry) => ({
      step: entry.step as StepKind,
      section: card.sections.find((section) => section.key === entry.section)?.title ?? null,
      points: numberOr(entry.points, 0),
    }));
  return { sections, steps };
}

/** Items that cost something, the dearest first; a fatal one before all. */
export function losses(account: Account): ItemLine[] {
  return account.sections
    .flatMap((section) => section.items)
    .filter((item) => item.lost > 0 || item.isFatal)
    .sort((a, b) => Number(b.isFatal) - Number(a.isFatal) || b.lost - a.lost);
}

/** The steps as they apply: what the score starts with, what keeps it in range, what is fatal. */
export function stepsInOrder(steps: readonly StepLine[]): Record<'start' | 'clamps' | 'fatal', StepLine[]> {
  return {
    start: steps.filter(({ step }) => step === 'start'),
    clamps: steps.filter(({ step }) => step === 'floor' || step === 'ceiling'),
    fatal: steps.filter(({ step }) => step === 'fatal_section' || step === 'fatal_evaluation'),
  };
}
