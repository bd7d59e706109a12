import { describe, expect, test } from 'vitest';
import type { CasePoint } from '../../../api/caseShapes';
import {
  changedPoint,
  cleaned,
  emptyQuestion,
  gapsOf,
  isBlank,
  withoutOption,
  withoutPoint,
  withPoint,
} from './draft';

function point(number: number, at_ms: number, part: Partial<CasePoint> = {}): CasePoint {
  return {
    number,
    at_ms,
    kind: 'strength',
    question: { en: 'q' },
    happened: { en: 'h' },
    matters: { en: 'm' },
    instead: {},
    ...part,
  };
}

const numbers = (points: readonly CasePoint[]) => points.map(({ number, at_ms }) => [number, at_ms]);

describe('points', () => {
  test('are numbered in the order of time, wherever they are added', () => {
    const added = withPoint([point(1, 1_000), point(2, 5_000)], 3_000, 'improve');
    expect(numbers(added.points)).toEqual([
      [1, 1_000],
      [2, 3_000],
      [3, 5_000],
    ]);
    expect(added.number).toBe(2);
    expect(added.points[1]?.kind).toBe('improve');
  });

  test('may be added in the second of another, after it', () => {
    const added = withPoint([point(1, 1_000)], 1_000, 'strength');
    expect(added.number).toBe(2);
  });

  test('are followed when they move', () => {
    const moved = changedPoint([point(1, 1_000), point(2, 5_000)], 1, { at_ms: 9_000 });
    expect(moved.number).toBe(2);
    expect(numbers(moved.points)).toEqual([
      [1, 5_000],
      [2, 9_000],
    ]);
  });

  test('close up when one goes', () => {
    expect(numbers(withoutPoint([point(1, 1_000), point(2, 5_000)], 1))).toEqual([[1, 5_000]]);
  });

  test('to improve are not whole without what to say instead', () => {
    expect(gapsOf(point(1, 0))).toEqual([]);
    expect(gapsOf(point(1, 0, { kind: 'improve' }))).toEqual(['instead']);
    expect(gapsOf(point(1, 0, { question: { en: ' ' }, instead: { en: 'i' } }))).toEqual(['question']);
  });
});

test('the right option stays right when another goes', () => {
  const question = { ...emptyQuestion(), options: [{ en: 'a' }, { en: 'b' }, { en: 'c' }], right: 2 };
  expect(withoutOption(question, 0).right).toBe(1);
  expect(withoutOption(question, 2).right).toBe(0);
  expect(withoutOption({ ...question, right: 0 }, 1).right).toBe(0);
});

test('what is sent has no blanks and no empty languages', () => {
  const sent = cleaned({
    teaching_line: ' one ',
    why: { en: ' because ', 'zh-CN': ' ' },
    level: 'regular',
    language: 'en',
    library_id: 'l',
    hides_names: true,
    review_on: null,
    items: [],
    answers: [],
    tags: [],
    points: [point(1, 0, { instead: { en: '' } })],
    questions: [{ ...emptyQuestion(), text: { en: ' t ' } }],
    edition: 1,
  });
  expect(sent.teaching_line).toBe('one');
  expect(sent.why).toEqual({ en: 'because' });
  expect(sent.points[0]?.instead).toEqual({});
  expect(sent.questions[0]).toEqual({ text: { en: 't' }, options: [{}, {}], right: 0, because: {} });
  expect(isBlank({ en: ' ' })).toBe(true);
});
