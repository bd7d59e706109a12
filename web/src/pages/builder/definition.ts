// What is done to a definition while it is typed; every function returns a new one. A definition may
// come from a file and hold anything: what is no list is taken for an empty one, the rest is kept.
import type { Definition } from '../../api/cards';
import type { Words } from '../../api/types';

export type DraftOption = {
  key: string;
  score?: number | string | null;
  title?: Words;
  fatal?: 'section' | 'evaluation' | null;
  require?: string[];
};
export type DraftCause = { key: string; title?: Words };
export type DraftBand = { key: string; from?: number | string | null; title?: Words };
export type DraftQuestion = {
  key: string;
  title?: Words;
  guidance?: Words;
  weight?: number | string | null;
  critical?: boolean | string;
  options: DraftOption[];
  not_applicable?: 'excluded' | { score: number | string | null } | null;
  show_when?: { question: string; is: string[] } | null;
  multiple?: boolean;
  min?: number | string | null;
  max?: number | string | null;
  default?: string | null;
  scored?: boolean;
  evidence?: string[];
  causes?: DraftCause[];
};
export type DraftSection = {
  key: string;
  title?: Words;
  weight?: number | string | null;
  bonus?: boolean;
  questions: DraftQuestion[];
};
export type Draft = Definition & {
  key: string;
  title?: Words;
  method: 'weighted' | 'points';
  redistribute?: 'section' | 'card';
  pass?: number | string | null;
  points?: { start?: number | null; floor?: number | null; ceiling?: number | null };
  bands?: DraftBand[];
  sections: DraftSection[];
};

/** A place in a draft, by position: keys may be missing or stand twice while they are typed. */
export type Spot =
  | { kind: 'card' }
  | { kind: 'section'; section: number }
  | { kind: 'question'; section: number; question: number };

function listOf<T extends object>(value: unknown): T[] {
  if (!Array.isArray(value)) return [];
  return value.filter((item): item is T => typeof item === 'object' && item !== null);
}

/** The definition in the form that the builder shows. */
export function draftOf(definition: Definition): Draft {
  const sections = listOf<DraftSection>(definition.sections).map((section) => ({
    ...section,
    questions: listOf<DraftQuestion>(section.questions).map((question) => ({
      ...question,
      options: listOf<DraftOption>(question.options),
    })),
  }));
  return { ...definition, sections } as Draft;
}

/** An object without the fields that are undefined: a field that says nothing is left out. */
export function patched<T extends object>(
  before: T,
  patch: { [Field in keyof T]?: T[Field] | undefined },
): T {
  const entries = Object.entries({ ...before, ...patch }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as T;
}

export function changedAt<T>(list: readonly T[], place: number, change: (item: T) => T): T[] {
  return list.map((item, at) => (at === place ? change(item) : item));
}

export function without<T>(list: readonly T[], place: number): T[] {
  return list.filter((_, at) => at !== place);
}

/** The list with the item at `from` standing at `to`. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const item = list[from];
  if (item === undefined) return [...list];
  const rest = without(list, from);
  return [...rest.slice(0, to), item, ...rest.slice(to)];
}

type Patch<T> = { [Field in keyof T]?: T[Field] | undefined };

export function changeSection(draft: Draft, section: number, patch: Patch<DraftSection>): Draft {
  return { ...draft, sections: changedAt(draft.sections, section, (one) => patched(one, patch)) };
}

export function changeQuestion(
  draft: Draft,
  section: number,
  question: number,
  patch: Patch<DraftQuestion>,
): Draft {
  const questions = draft.sections[section]?.questions ?? [];
  return changeSection(draft, section, {
    questions: changedAt(questions, question, (one) => patched(one, patch)),
  });
}

/** `item-3`: the first key of this word that nothing has. */
export function freeKey(word: string, taken: readonly string[]): string {
  const numbers = Array.from({ length: taken.length + 1 }, (_, at) => `${word}-${String(at + 1)}`);
  return numbers.find((key) => !taken.includes(key)) ?? word;
}

export function questionKeys(draft: Draft): string[] {
  return draft.sections.flatMap((section) => section.questions.map((question) => question.key));
}

export function addSection(draft: Draft): Draft {
  const taken = draft.sections.map((section) => section.key);
  const section: DraftSection = { key: freeKey('section', taken), questions: [] };
  if (draft.method === 'weighted') section.weight = 10;
  return { ...draft, sections: [...draft.sections, section] };
}

const YES_AND_NO: DraftOption[] = [
  { key: 'full', score: 10, title: { en: 'Full', 'zh-CN': '做到' } },
  { key: 'not', score: 0, title: { en: 'Not', 'zh-CN': '未做到' } },
];
const NO_FAULT: DraftOption[] = [
  { key: 'none', score: 0, title: { en: 'None', 'zh-CN': '无问题' } },
  { key: 'fault', score: -5, title: { en: 'Fault', 'zh-CN': '有问题' } },
];

/** A new item behind the others of its section, with two options to begin with. */
export function addQuestion(draft: Draft, section: number): Draft {
  const questions = draft.sections[section]?.questions ?? [];
  const key = freeKey('item', questionKeys(draft));
  const question: DraftQuestion =
    draft.method === 'points'
      ? { key, options: NO_FAULT, default: 'none' }
      : { key, weight: 5, options: YES_AND_NO };
  return changeSection(draft, section, { questions: [...questions, question] });
}

/** Takes what stands there away. */
export function removeAt(draft: Draft, spot: Spot): Draft {
  if (spot.kind === 'card') return draft;
  if (spot.kind === 'section') return { ...draft, sections: without(draft.sections, spot.section) };
  const questions = draft.sections[spot.section]?.questions ?? [];
  return changeSection(draft, spot.section, { questions: without(questions, spot.question) });
}

/** Rows as the outline shows them: each section, then its items. */
export function rowsOf(draft: Draft): Exclude<Spot, { kind: 'card' }>[] {
  return draft.sections.flatMap((section, at) => [
    { kind: 'section' as const, section: at },
    ...section.questions.map((_, question) => ({ kind: 'question' as const, section: at, question })),
  ]);
}

export function idOf(spot: Spot): string {
  if (spot.kind === 'card') return 'card';
  return spot.kind === 'section'
    ? `s${String(spot.section)}`
    : `q${String(spot.section)}.${String(spot.question)}`;
}

export function sameSpot(one: Spot, other: Spot): boolean {
  return idOf(one) === idOf(other);
}

/** A draft after a move, and where the thing that was moved stands now. */
export type Move = { draft: Draft; spot: Spot };

/** Moves an item to a place of a section, counted without the item itself. */
export function moveQuestion(
  draft: Draft,
  from: { section: number; question: number },
  to: { section: number; question: number },
): Move {
  const question = draft.sections[from.section]?.questions[from.question];
  if (!question || !draft.sections[to.section]) return { draft, spot: { kind: 'question', ...from } };
  const taken = removeAt(draft, { kind: 'question', ...from });
  const questions = taken.sections[to.section]?.questions ?? [];
  const place = Math.min(Math.max(to.question, 0), questions.length);
  return {
    draft: changeSection(taken, to.section, {
      questions: [...questions.slice(0, place), question, ...questions.slice(place)],
    }),
    spot: { kind: 'question', section: to.section, question: place },
  };
}

export function moveSection(draft: Draft, from: number, to: number): Move {
  const place = Math.min(Math.max(to, 0), draft.sections.length - 1);
  return {
    draft: { ...draft, sections: moved(draft.sections, from, place) },
    spot: { kind: 'section', section: place },
  };
}

/** One step up or down; an item steps over the edge of its section into the next one. */
export function stepped(draft: Draft, spot: Spot, by: -1 | 1): Move {
  if (spot.kind === 'card') return { draft, spot };
  if (spot.kind === 'section') return moveSection(draft, spot.section, spot.section + by);
  const last = (draft.sections[spot.section]?.questions.length ?? 0) - 1;
  const place = spot.question + by;
  if (place >= 0 && place <= last)
    return moveQuestion(draft, spot, { section: spot.section, question: place });
  const section = spot.section + by;
  const neighbour = draft.sections[section];
  if (!neighbour) return { draft, spot };
  return moveQuestion(draft, spot, { section, question: by > 0 ? 0 : neighbour.questions.length });
}

/** What was dragged stands where it was dropped: onto a row of the outline. */
export function dropped(draft: Draft, active: string, over: string): Move | null {
  const rows = rowsOf(draft);
  const from = rows.find((row) => idOf(row) === active);
  const to = rows.find((row) => idOf(row) === over);
  if (!from || !to || active === over) return null;
  if (from.kind === 'section') return moveSection(draft, from.section, to.section);
  if (to.kind === 'question') return moveQuestion(draft, from, to);
  // Onto a section's head: from below it becomes its first item, from above too.
  const isFromAbove = rows.indexOf(from) < rows.indexOf(to);
  if (isFromAbove || to.section === from.section)
    return moveQuestion(draft, from, { section: to.section, question: 0 });
  const before = to.section - 1;
  const above = draft.sections[before];
  return above
    ? moveQuestion(draft, from, { section: before, question: above.questions.length })
    : moveQuestion(draft, from, { section: to.section, question: 0 });
}

/** The texts of a wording with this one; without any, the field is left out. */
export function wordsWith(words: Words | undefined, language: string, text: string): Words | undefined {
  const others = Object.entries(words ?? {}).filter(([tag]) => tag !== language);
  const all = text === '' ? others : [...others, [language, text] as const];
  const order = ['en', 'zh-CN'];
  all.sort(([one], [other]) => order.indexOf(one) - order.indexOf(other));
  return all.length === 0 ? undefined : Object.fromEntries(all);
}

/** The draft with what was read; keys that are taken get a number of their own. */
export function pasted(draft: Draft, found: Draft, place: 'behind' | 'instead'): Draft {
  if (place === 'instead') return { ...draft, sections: found.sections };
  const keys = new Set(questionKeys(draft));
  const sectionKeys = new Set(draft.sections.map(({ key }) => key));
  const unique = (key: string, all: Set<string>) => {
    const free = all.has(key) ? freeKey(key, [...all]) : key;
    all.add(free);
    return free;
  };
  const sections = found.sections.map((section) => ({
    ...section,
    key: unique(section.key, sectionKeys),
    questions: section.questions.map((question) => ({ ...question, key: unique(question.key, keys) })),
  }));
  return { ...draft, sections: [...draft.sections, ...sections] };
}

/** Where a problem is: the part of the builder that shows it. `sections[0].questions[2].weight`. */
export function spotOfPath(path: string): Spot {
  const question = /^sections\[(\d+)\]\.questions\[(\d+)\]/.exec(path);
  if (question) return { kind: 'question', section: Number(question[1]), question: Number(question[2]) };
  const section = /^sections\[(\d+)\]/.exec(path);
  return section ? { kind: 'section', section: Number(section[1]) } : { kind: 'card' };
}

/** The field within that part: `weight`, `options[1].score`. */
export function fieldOfPath(path: string): string {
  return path.replace(/^sections\[\d+\](\.questions\[\d+\])?\.?/, '');
}
