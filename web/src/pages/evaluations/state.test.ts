import { describe, expect, it } from 'vitest';
import { answerStateOf, outcomeOf, stateOf } from './state';

const RELEASED = { state: 'released', is_out: true, opened_at: null, answer: null } as const;

describe('where an evaluation stands', () => {
  it('is going out until the ten seconds to undo are over', () => {
    expect(stateOf({ state: 'released', is_out: false })).toBe('going_out');
    expect(stateOf({ state: 'released', is_out: true })).toBe('released');
    expect(stateOf({ state: 'draft', is_out: false })).toBe('draft');
    expect(stateOf({ state: 'not_scored', is_out: false })).toBe('not_scored');
  });

  it('has no answer before the agent could have opened it', () => {
    expect(answerStateOf({ ...RELEASED, state: 'draft' })).toBeNull();
    expect(answerStateOf({ ...RELEASED, is_out: false })).toBeNull();
    expect(answerStateOf({ ...RELEASED, state: 'not_scored' })).toBeNull();
  });

  it('tells opened from acknowledged', () => {
    expect(answerStateOf(RELEASED)).toBe('unopened');
    expect(answerStateOf({ ...RELEASED, opened_at: '2026-11-22T09:00:00Z' })).toBe('opened');
    expect(answerStateOf({ ...RELEASED, answer: 'acknowledged' })).toBe('acknowledged');
    expect(answerStateOf({ ...RELEASED, answer: 'lapsed' })).toBe('lapsed');
  });

  it('says a fatal error before a fail, and nothing where the card judges nothing', () => {
    expect(outcomeOf({ passed: false, fatal: true })).toBe('fatal');
    expect(outcomeOf({ passed: false, fatal: false })).toBe('failed');
    expect(outcomeOf({ passed: true, fatal: false })).toBe('passed');
    expect(outcomeOf({ passed: null, fatal: false })).toBe('unjudged');
  });
});
