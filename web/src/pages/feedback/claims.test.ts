import { expect, test } from 'vitest';
import { type Claim, claimsOf, isUnsaved, itemOf } from './claims';

const claim: Claim = {
  question: 'greeting',
  choice: { options: ['full'], not_applicable: false },
  reason: ' 听第 3 秒 ',
  at_ms: 3_000,
  turn: null,
};

test('what is sent is what was written, without what is missing', () => {
  expect(itemOf(claim)).toEqual({
    question: 'greeting',
    reason: '听第 3 秒',
    proposed: { options: ['full'], not_applicable: false },
    start_ms: 3_000,
    end_ms: 3_000,
  });
  expect(itemOf({ ...claim, choice: null, at_ms: null, reason: '' })).toEqual({
    question: 'greeting',
    reason: '',
  });
  expect(itemOf({ ...claim, choice: null, at_ms: null, turn: 2 })).toEqual({
    question: 'greeting',
    reason: '听第 3 秒',
    turn: 2,
  });
});

test('a draft comes back as it was written', () => {
  const items = [{ question: 'greeting', reason: 'r', proposed: null, start_ms: 5, end_ms: 5, turn: null }];
  const back = claimsOf({ edit: 2, items, changed_at: '2026-11-26T08:00:00.000Z' });
  expect(back).toEqual([{ question: 'greeting', choice: null, reason: 'r', at_ms: 5, turn: null }]);
  expect(isUnsaved(back, back)).toBe(false);
  expect(isUnsaved(back, [])).toBe(true);
});
