// What was changed between two editions of a commentary. Pure.
import type { CaseEdition, CasePoint, CaseQuestionText } from '../../../api/caseShapes';
import { trimmed } from './draft';

export type Commentary = Pick<CaseEdition, 'teaching_line' | 'why' | 'points' | 'questions'>;

/** What a point says, and where. */
export const POINT_PARTS = ['at_ms', 'kind', 'question', 'happened', 'matters', 'instead'] as const;
export const QUESTION_PARTS = ['text', 'options', 'right', 'because'] as const;
export type PointPart = (typeof POINT_PARTS)[number];
export type QuestionPart = (typeof QUESTION_PARTS)[number];

/** Something as it was then and as it is now; null: it was not there then, or is not any more. */
export type Compared<Item, Part> = { then: Item | null; now: Item | null; parts: Part[] };

export type Standing = 'same' | 'changed' | 'added' | 'removed';

export function standingOf({ then, now, parts }: Compared<unknown, unknown>): Standing {
  if (then === null) return 'added';
  if (now === null) return 'removed';
  return parts.length === 0 ? 'same' : 'changed';
}

/** By the second at which a point stands, or else by what it asks: it was moved. In the order of time. */
export function pointsCompared(
  then: readonly CasePoint[],
  now: readonly CasePoint[],
): Compared<CasePoint, PointPart>[] {
  const pairs = paired(then, now, [(point) => point.at_ms, ({ question }) => said(question)]);
  return pairs
    .map((pair) => ({ ...pair, parts: changedParts(pair, POINT_PARTS) }))
    .sort((one, other) => placeOf(one) - placeOf(other));
}

/** By what a question asks, or else by its place. Those of then first. */
export function questionsCompared(
  then: readonly CaseQuestionText[],
  now: readonly CaseQuestionText[],
): Compared<CaseQuestionText, QuestionPart>[] {
  const pairs = paired(then, now, [({ text }) => said(text), (_, place) => place]);
  return pairs.map((pair) => ({ ...pair, parts: changedParts(pair, QUESTION_PARTS) }));
}

/** Whether two editions say the same beside their points and questions. */
export function isSameWhy(one: Pick<Commentary, 'why'>, other: Pick<Commentary, 'why'>): boolean {
  return said(one.why) === said(other.why);
}

/** How many of each standing there are. */
export function counted(all: readonly Compared<unknown, unknown>[]): Record<Standing, number> {
  const count = { same: 0, changed: 0, added: 0, removed: 0 };
  for (const one of all) count[standingOf(one)] += 1;
  return count;
}

type Key<Item> = (item: Item, place: number) => string | number;
type Pair<Item> = { then: Item | null; now: Item | null };

/** Pairs what has the same key, by the first key first; nothing stands in two pairs. */
function paired<Item>(then: readonly Item[], now: readonly Item[], keys: Key<Item>[]): Pair<Item>[] {
  const taken = new Map<Item, Item>();
  for (const key of keys) {
    const left = new Set(now.filter((item) => ![...taken.values()].includes(item)));
    then.forEach((item, place) => {
      if (taken.has(item)) return;
      const found = [...left].find((other) => key(other, now.indexOf(other)) === key(item, place));
      if (found === undefined) return;
      taken.set(item, found);
      left.delete(found);
    });
  }
  const added = now.filter((item) => ![...taken.values()].includes(item));
  return [
    ...then.map((item) => ({ then: item, now: taken.get(item) ?? null })),
    ...added.map((item) => ({ then: null, now: item })),
  ];
}

function changedParts<Item extends object, Part extends keyof Item>(
  { then, now }: Pair<Item>,
  parts: readonly Part[],
): Part[] {
  if (then === null || now === null) return [];
  return parts.filter((part) => said(then[part]) !== said(now[part]));
}

function placeOf({ then, now }: Pair<CasePoint>): number {
  return (now ?? then)?.at_ms ?? 0;
}

/** Words without blanks around them and without empty languages, in one order; anything else as it is. */
function said(value: unknown): string {
  if (Array.isArray(value)) return JSON.stringify(value.map(said));
  if (value === null || value === undefined) return '{}';
  if (typeof value !== 'object') return JSON.stringify(value);
  const words = trimmed(value as Record<string, string>);
  return JSON.stringify(Object.fromEntries(Object.entries(words).sort(([a], [b]) => (a < b ? -1 : 1))));
}
