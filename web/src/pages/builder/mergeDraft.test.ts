import { expect, test } from 'vitest';
import type { Draft, DraftQuestion } from './definition';
import { mergeDrafts, mergeOrder } from './mergeDraft';

const item = (key: string, part: Partial<DraftQuestion> = {}): DraftQuestion => ({
  key,
  weight: 10,
  options: [],
  ...part,
});

const BASE: Draft = {
  key: 'card',
  method: 'weighted',
  pass: 80,
  sections: [
    { key: 'opening', weight: 20, questions: [item('greeting'), item('identity')] },
    { key: 'end', weight: 80, questions: [item('closing')] },
  ],
};

/** A copy in which something is done. */
const with_ = (change: (draft: Draft) => void): Draft => {
  const draft = structuredClone(BASE);
  change(draft);
  return draft;
};
const question = (draft: Draft, section: number, place: number) =>
  draft.sections[section]?.questions[place] ?? item('none');
const keys = (draft: Draft) => draft.sections.map((section) => section.questions.map(({ key }) => key));

test('what was changed in either window is there, and nothing is told', () => {
  const mine = with_((draft) => {
    question(draft, 0, 0).weight = 5;
  });
  const theirs = with_((draft) => {
    draft.pass = 85;
    question(draft, 1, 0).weight = 30;
    draft.sections[0]?.questions.push(item('silence'));
  });
  const { draft, contested } = mergeDrafts(BASE, mine, theirs);
  expect([draft.pass, question(draft, 0, 0).weight, question(draft, 1, 0).weight]).toEqual([85, 5, 30]);
  expect(keys(draft)).toEqual([['greeting', 'identity', 'silence'], ['closing']]);
  expect(contested).toEqual([]);
});

test('where both changed the same item, this window wins and it is told', () => {
  const mine = with_((draft) => {
    question(draft, 0, 0).weight = 5;
  });
  const theirs = with_((draft) => {
    question(draft, 0, 0).weight = 7;
    draft.pass = 85;
  });
  const { draft, contested } = mergeDrafts(BASE, mine, theirs);
  expect([question(draft, 0, 0).weight, draft.pass]).toEqual([5, 85]);
  expect(contested).toEqual([{ kind: 'question', key: 'greeting' }]);
  expect(mergeDrafts(BASE, theirs, theirs).contested).toEqual([]);
});

test('an item that is taken away goes, unless the other window changed it', () => {
  const gone = with_((draft) => {
    draft.sections[0]?.questions.shift();
  });
  expect(keys(mergeDrafts(BASE, BASE, gone).draft)).toEqual([['identity'], ['closing']]);
  const changed = with_((draft) => {
    question(draft, 0, 0).weight = 1;
  });
  const { draft, contested } = mergeDrafts(BASE, changed, gone);
  expect(keys(draft)).toEqual([['greeting', 'identity'], ['closing']]);
  expect(contested).toEqual([{ kind: 'question', key: 'greeting' }]);
});

test('an item moved there and a new section here are both there', () => {
  const theirs = with_((draft) => {
    const [moved] = draft.sections[0]?.questions.splice(1, 1) ?? [];
    if (moved) draft.sections[1]?.questions.push(moved);
  });
  const mine = with_((draft) => {
    draft.sections.splice(1, 0, { key: 'middle', questions: [item('hold')] });
  });
  const { draft, contested } = mergeDrafts(BASE, mine, theirs);
  expect(draft.sections.map(({ key }) => key)).toEqual(['opening', 'middle', 'end']);
  expect(keys(draft)).toEqual([['greeting'], ['hold'], ['closing', 'identity']]);
  expect(contested).toEqual([]);
});

test('without keys of their own the sections are one thing', () => {
  const twice = with_((draft) => {
    draft.sections[1] = { key: 'opening', questions: [] };
  });
  const theirs = with_((draft) => {
    question(draft, 0, 0).weight = 7;
  });
  expect(mergeDrafts(BASE, twice, theirs).contested).toEqual([{ kind: 'card', field: 'sections' }]);
});

test('the order is mine where I moved something, else theirs, with what is new', () => {
  expect(mergeOrder(['a', 'b', 'c'], ['a', 'b', 'x', 'c'], ['c', 'a', 'b'])).toEqual(['c', 'a', 'b', 'x']);
  expect(mergeOrder(['a', 'b', 'c'], ['b', 'a', 'c'], ['a', 'y', 'b', 'c'])).toEqual(['b', 'a', 'y', 'c']);
});
