import { expect, test } from 'vitest';
import type { CasePoint, CaseQuestionText } from '../../../api/caseShapes';
import { counted, isSameWhy, pointsCompared, questionsCompared, standingOf } from './editions';

const point = (number: number, at_ms: number, en: string, more: Partial<CasePoint> = {}): CasePoint => ({
  number,
  at_ms,
  kind: 'strength',
  question: { en },
  happened: {},
  matters: {},
  instead: {},
  ...more,
});

const question = (en: string, more: Partial<CaseQuestionText> = {}): CaseQuestionText => ({
  text: { en },
  options: [{ en: 'Yes' }, { en: 'No' }],
  right: 0,
  because: {},
  ...more,
});

test('points are told apart: as they were, changed, moved, added, removed', () => {
  const then = [
    point(1, 1_000, 'Stays'),
    point(2, 2_000, 'Another kind'),
    point(3, 3_000, 'Moves'),
    point(4, 4_000, 'Goes'),
  ];
  const now = [
    point(1, 1_000, 'Stays ', { happened: { en: ' ' } }),
    point(2, 2_000, 'Another kind', { kind: 'improve', instead: { en: 'Wait.' } }),
    point(3, 2_500, 'Comes'),
    point(4, 6_000, 'Moves'),
  ];
  const compared = pointsCompared(then, now);
  expect(compared.map((one) => [standingOf(one), one.parts])).toEqual([
    ['same', []],
    ['changed', ['kind', 'instead']],
    ['added', []],
    ['removed', []],
    ['changed', ['at_ms']],
  ]);
  expect(compared.at(-1)?.then?.at_ms).toBe(3_000);
  expect(counted(compared)).toEqual({ same: 1, changed: 2, added: 1, removed: 1 });
});

test('two points of one second stay two', () => {
  const both = [point(1, 1_000, 'First'), point(2, 1_000, 'Second')];
  expect(counted(pointsCompared(both, both)).same).toBe(2);
  expect(counted(pointsCompared(both, both.slice(0, 1)))).toMatchObject({ same: 1, removed: 1 });
});

test('a question that is asked in other words is the same question, in its place', () => {
  const then = [question('What now?'), question('And then?')];
  const now = [question('And then?', { right: 1 }), question('What would you say?')];
  const compared = questionsCompared(then, now);
  expect(compared.map((one) => [standingOf(one), one.parts])).toEqual([
    ['removed', []],
    ['changed', ['right']],
    ['added', []],
  ]);
  expect(questionsCompared([question('What now?')], [question('What would you say?')])[0]?.parts).toEqual([
    'text',
  ]);
});

test('options and reasons count, languages in any order do not', () => {
  const [one] = questionsCompared(
    [question('A')],
    [question('A', { options: [{ en: 'Yes' }, { en: 'Never' }] })],
  );
  expect(one?.parts).toEqual(['options']);
  expect(isSameWhy({ why: { en: 'a', 'zh-CN': 'b' } }, { why: { 'zh-CN': 'b', en: 'a' } })).toBe(true);
  expect(isSameWhy({ why: { en: 'a' } }, { why: { en: 'b' } })).toBe(false);
});
