import { describe, expect, test } from 'vitest';
import {
  addQuestion,
  addSection,
  changeQuestion,
  type Draft,
  draftOf,
  dropped,
  fieldOfPath,
  freeKey,
  moved,
  pasted,
  removeAt,
  spotOfPath,
  stepped,
  wordsWith,
} from './definition';

const question = (key: string) => ({ key, options: [] });
const draft: Draft = {
  key: 'card',
  method: 'weighted',
  sections: [
    { key: 'one', questions: [question('a'), question('b')] },
    { key: 'two', questions: [question('c')] },
    { key: 'three', questions: [] },
  ],
};

/** `one: a b, two: c, three:` */
function told({ sections }: Draft): string {
  return sections
    .map((section) => `${section.key}: ${section.questions.map(({ key }) => key).join(' ')}`)
    .join(', ');
}

test('what is no list is taken for an empty one, and nothing else is lost', () => {
  const odd = draftOf({ key: 'card', colour: 'red', sections: [{ key: 'one', questions: 'none' }, 7] });
  expect(odd).toEqual({ key: 'card', colour: 'red', sections: [{ key: 'one', questions: [] }] });
});

describe('dragging', () => {
  test.each([
    ['an item within its section', 'q0.0', 'q0.1', 'one: b a, two: c, three: '],
    ['an item into another section', 'q0.0', 'q1.0', 'one: b, two: a c, three: '],
    ['an item onto the head of a later section', 'q0.0', 's2', 'one: b, two: c, three: a'],
    ['an item onto the head of its section', 'q0.1', 's0', 'one: b a, two: c, three: '],
    ['an item up over the head of its section', 'q1.0', 's0', 'one: c a b, two: , three: '],
    ['a section with its items', 's0', 's1', 'two: c, one: a b, three: '],
    ['a section onto an item of another', 's2', 'q0.1', 'three: , one: a b, two: c'],
  ])('%s', (_, active, over, expected) => {
    const move = dropped(draft, active, over);
    expect(move && told(move.draft)).toBe(expected);
  });

  test('nothing happens where nothing moves', () => {
    expect(dropped(draft, 'q0.0', 'q0.0')).toBeNull();
    expect(dropped(draft, 'q9.0', 'q0.0')).toBeNull();
  });
});

describe('step by step', () => {
  const item = (section: number, at: number) => ({ kind: 'question', section, question: at }) as const;

  test('an item steps over the edges of its section', () => {
    const down = stepped(draft, item(0, 1), 1);
    expect(told(down.draft)).toBe('one: a, two: b c, three: ');
    expect(down.spot).toEqual(item(1, 0));
    const back = stepped(down.draft, down.spot, -1);
    expect(told(back.draft)).toBe(told(draft));
    expect(told(stepped(draft, item(1, 0), 1).draft)).toBe('one: a b, two: , three: c');
  });

  test('nothing steps out of the card', () => {
    expect(told(stepped(draft, item(0, 0), -1).draft)).toBe(told(draft));
    expect(told(stepped(draft, { kind: 'section', section: 0 }, -1).draft)).toBe(told(draft));
    expect(told(stepped(draft, { kind: 'section', section: 0 }, 1).draft)).toBe('two: c, one: a b, three: ');
  });
});

test('new things have keys of their own', () => {
  expect(freeKey('item', ['item-1', 'item-3'])).toBe('item-2');
  const more = addQuestion(addQuestion(addSection(draft), 3), 3);
  expect(told(more)).toBe('one: a b, two: c, three: , section-1: item-1 item-2');
  expect(told(removeAt(more, { kind: 'section', section: 0 }))).toBe(
    'two: c, three: , section-1: item-1 item-2',
  );
});

test('a field that says nothing is left out', () => {
  const changed = changeQuestion(draft, 0, 0, { weight: 5, critical: true });
  expect(changed.sections[0]?.questions[0]).toEqual({ key: 'a', options: [], weight: 5, critical: true });
  const back = changeQuestion(changed, 0, 0, { weight: undefined, critical: undefined });
  expect(back).toEqual(draft);
  expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
});

test('words keep every language, English and Chinese first', () => {
  expect(wordsWith({ fr: 'oui', 'zh-CN': '是' }, 'en', 'yes')).toEqual({
    en: 'yes',
    'zh-CN': '是',
    fr: 'oui',
  });
  expect(wordsWith({ en: 'yes' }, 'en', '')).toBeUndefined();
});

test('a problem leads to the part that shows it', () => {
  expect(spotOfPath('sections[1].questions[2].options[0].score')).toEqual({
    kind: 'question',
    section: 1,
    question: 2,
  });
  expect(spotOfPath('sections[1].weight')).toEqual({ kind: 'section', section: 1 });
  expect(spotOfPath('bands[0].from')).toEqual({ kind: 'card' });
  expect(fieldOfPath('sections[1].questions[2].options[0].score')).toBe('options[0].score');
  expect(fieldOfPath('pass')).toBe('pass');
});

describe('pasting', () => {
  const found: Draft = {
    ...draft,
    sections: [{ key: 'one', questions: [question('a'), question('tone')] }],
  };

  test('what is pasted behind gets keys of its own where they are taken', () => {
    const behind = told(pasted(draft, found, 'behind'));
    expect(behind).toBe('one: a b, two: c, three: , one-1: a-1 tone');
  });

  test('what is pasted instead keeps its keys', () => {
    expect(told(pasted(draft, found, 'instead'))).toBe('one: a tone');
  });
});
