// Two windows on one card: what was changed here and what was changed there, field by field of the card, section
// by section, item by item. Where both changed the same item, this window wins, because somebody works in it.
import { canonical } from '../review/draft';
import type { Draft, DraftQuestion, DraftSection } from './definition';

export interface MergedDraft {
  draft: Draft;
  /** What both had changed, differently: the titles of items and sections, or the names of fields. */
  contested: Contested[];
}

/** Something that both windows changed. */
export type Contested =
  { kind: 'question'; key: string } | { kind: 'section'; key: string } | { kind: 'card'; field: string };

export function mergeDrafts(base: Draft, mine: Draft, theirs: Draft): MergedDraft {
  // A key that is missing or stands twice tells nothing apart: then the sections are one thing.
  const isKeyed = [base, mine, theirs].every(hasKeysOfItsOwn);
  const contested: Contested[] = [];
  const card = mergeFields(headOf(base), headOf(mine), headOf(theirs), (field) => {
    contested.push({ kind: 'card', field });
  });
  if (!isKeyed) {
    const sections = pick(base.sections, mine.sections, theirs.sections, () => {
      contested.push({ kind: 'card', field: 'sections' });
    });
    return { draft: { ...card, sections: sections ?? [] } as Draft, contested };
  }
  const sections = mergeList(base.sections, mine.sections, theirs.sections, (was, here, there) =>
    mergeSection(was, here, there, contested),
  );
  return {
    draft: { ...card, sections: placed(base, mine, theirs, sections, contested) } as Draft,
    contested,
  };
}

type Keyed = { key: string };

function hasKeysOfItsOwn({ sections }: Draft): boolean {
  const all = [sections, sections.flatMap((section) => section.questions)];
  return all.every((list) => {
    const keys = list.map((one) => one.key);
    return keys.every((key) => typeof key === 'string' && key !== '') && new Set(keys).size === keys.length;
  });
}

function headOf(draft: Draft): Record<string, unknown> {
  const head: Record<string, unknown> = { ...draft };
  delete head.sections;
  return head;
}

/** The value that somebody changed; where both did, mine. */
function pick<T>(base: T, mine: T, theirs: T, onContest: () => void): T {
  const here = canonical(mine) !== canonical(base);
  const there = canonical(theirs) !== canonical(base);
  if (here && there && canonical(mine) !== canonical(theirs)) onContest();
  return there && !here ? theirs : mine;
}

function mergeFields(
  base: Record<string, unknown>,
  mine: Record<string, unknown>,
  theirs: Record<string, unknown>,
  onContest: (field: string) => void,
): Record<string, unknown> {
  const fields = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])];
  const entries = fields.map((field) => [
    field,
    pick(base[field], mine[field], theirs[field], () => {
      onContest(field);
    }),
  ]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as Record<string, unknown>;
}

/**
 * The entries of both lists, in the order of mine where that changed, else of theirs; what is new in the other
 * stands behind what it stood behind there. `merge` gets undefined where there was nothing; it gives undefined
 * where the entry goes.
 */
function mergeList<T extends Keyed>(
  base: readonly T[],
  mine: readonly T[],
  theirs: readonly T[],
  merge: (was: T | undefined, here: T | undefined, there: T | undefined) => T | undefined,
): T[] {
  const [was, here, there] = [byKey(base), byKey(mine), byKey(theirs)];
  const order = mergeOrder(keysOf(base), keysOf(mine), keysOf(theirs));
  return order.flatMap((key) => merge(was.get(key), here.get(key), there.get(key)) ?? []);
}

export function mergeOrder(base: string[], mine: string[], theirs: string[]): string[] {
  const kept = (keys: string[]) => keys.filter((key) => base.includes(key));
  const isMineMoved = canonical(kept(mine)) !== canonical(base.filter((key) => mine.includes(key)));
  const [lead, other] = isMineMoved ? [mine, theirs] : [theirs, mine];
  const order = [...lead];
  other.forEach((key, place) => {
    if (order.includes(key)) return;
    const before = other.slice(0, place).findLast((one) => order.includes(one));
    order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, key);
  });
  return order;
}

function mergeSection(
  was: DraftSection | undefined,
  here: DraftSection | undefined,
  there: DraftSection | undefined,
  contested: Contested[],
): DraftSection | undefined {
  const whole = goneOrNew(was, here, there, (key) => contested.push({ kind: 'section', key }));
  if (whole !== 'both') return whole;
  if (!was || !here || !there) return here;
  const fields = mergeFields(fieldsOf(was), fieldsOf(here), fieldsOf(there), () => {
    if (!contested.some((one) => one.kind === 'section' && one.key === here.key)) {
      contested.push({ kind: 'section', key: here.key });
    }
  });
  return { ...fields, questions: here.questions } as DraftSection;
}

function fieldsOf(section: DraftSection): Record<string, unknown> {
  const fields: Record<string, unknown> = { ...section };
  delete fields.questions;
  return fields;
}

/** Taken away by one and left as it was by the other, it goes; changed by the other, it stays and is told. */
function goneOrNew<T extends Keyed>(
  was: T | undefined,
  here: T | undefined,
  there: T | undefined,
  onContest: (key: string) => void,
): T | undefined | 'both' {
  if (here && there)
    return was
      ? 'both'
      : (pick(undefined, here, there, () => {
          onContest(here.key);
        }) as T);
  const left = here ?? there;
  if (!left || !was) return left;
  if (canonical(left) === canonical(was)) return undefined;
  onContest(left.key);
  return left;
}

/** Puts the merged items into the merged sections: each into the section into which somebody moved it. */
function placed(
  base: Draft,
  mine: Draft,
  theirs: Draft,
  sections: readonly DraftSection[],
  contested: Contested[],
): DraftSection[] {
  const [was, here, there] = [itemsOf(base), itemsOf(mine), itemsOf(theirs)];
  const items = new Map<string, { item: DraftQuestion; section: string }>();
  for (const key of new Set([...here.keys(), ...there.keys()])) {
    const tell = () => {
      contested.push({ kind: 'question', key });
    };
    const [before, now, other] = [was.get(key), here.get(key), there.get(key)];
    const whole = goneOrNew(before?.item, now?.item, other?.item, tell);
    const item = whole === 'both' ? pick(before?.item, now?.item, other?.item, tell) : whole;
    if (!item) continue;
    const section = pick(
      before?.section,
      now?.section ?? other?.section,
      other?.section ?? now?.section,
      tell,
    );
    if (section !== undefined) items.set(key, { item, section });
  }
  return sections.map((section) => {
    const order = mergeOrder(
      keysIn(base, section.key),
      keysIn(mine, section.key),
      keysIn(theirs, section.key),
    );
    const own = [...items].filter(([, placedIn]) => placedIn.section === section.key).map(([key]) => key);
    const sorted = own.toSorted((one, two) => rank(order, one) - rank(order, two));
    return { ...section, questions: sorted.flatMap((key) => items.get(key)?.item ?? []) };
  });
}

function rank(order: readonly string[], key: string): number {
  const place = order.indexOf(key);
  return place < 0 ? order.length : place;
}

function itemsOf(draft: Draft): Map<string, { item: DraftQuestion; section: string }> {
  const items = draft.sections.flatMap((section) =>
    section.questions.map((item) => [item.key, { item, section: section.key }] as const),
  );
  return new Map(items);
}

function keysIn(draft: Draft, section: string): string[] {
  return keysOf(draft.sections.find((one) => one.key === section)?.questions ?? []);
}

function byKey<T extends Keyed>(list: readonly T[]): Map<string, T> {
  return new Map(list.map((one) => [one.key, one]));
}

function keysOf(list: readonly Keyed[]): string[] {
  return list.map((one) => one.key);
}
