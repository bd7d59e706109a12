import { describe, expect, it } from 'vitest';
import {
  addEvidence,
  attribute,
  bestOption,
  choose,
  fitted,
  noOtherFaults,
  notApplicable,
  settle,
  takeBack,
  toggleCause,
} from './answers';
import { answer, cardOf, CONDITIONAL, option, POINTS, question } from './cards.fixture';
import { askedQuestions } from './questions';

describe('choosing an option', () => {
  it('replaces what was chosen and keeps what was written', () => {
    const before = { greeting: answer(['no'], { comment: 'mumbled' }) };
    expect(choose(CONDITIONAL, before, 'greeting', 'yes').greeting).toEqual(
      answer(['yes'], { comment: 'mumbled' }),
    );
  });

  it('ignores what the card does not offer', () => {
    expect(choose(CONDITIONAL, {}, 'greeting', 'maybe')).toEqual({});
    expect(notApplicable(CONDITIONAL, {}, 'greeting')).toEqual({});
  });

  it('counts a repeated fault, and takes it back one by one', () => {
    let answers = settle(POINTS, {});
    for (const fault of ['slang', 'slang', 'argues']) answers = choose(POINTS, answers, 'wording', fault);
    expect(answers.wording?.options).toEqual(['slang', 'slang', 'argues']);
    answers = takeBack(POINTS, answers, 'wording', 'slang');
    expect(answers.wording?.options).toEqual(['slang', 'argues']);
  });

  it('returns to "none" when the last fault is taken back, and drops faults when "none" is chosen', () => {
    const one = choose(POINTS, {}, 'wording', 'slang');
    expect(takeBack(POINTS, one, 'wording', 'slang').wording?.options).toEqual(['none']);
    expect(choose(POINTS, one, 'wording', 'none').wording?.options).toEqual(['none']);
  });
});

describe('answers to an earlier edition of the card', () => {
  it('lose what is no longer asked or offered, and keep the rest', () => {
    const before = {
      gone: answer(['yes']),
      terms: answer(['incomplete'], { comment: 'no price' }),
      wording: answer(['mumbles', 'slang']),
    };
    expect(fitted(POINTS, before)).toEqual({
      terms: answer(['incomplete'], { comment: 'no price' }),
      wording: answer(['slang']),
    });
  });

  it('have the defaults of this one', () => {
    expect(fitted(POINTS, { wording: answer(['mumbles']) })).toEqual(settle(POINTS, {}));
  });
});

describe('what holds at all times', () => {
  it('fills defaults in', () => {
    expect(settle(POINTS, {})).toMatchObject({
      terms: { options: ['none'] },
      wording: { options: ['none'] },
    });
  });

  it('takes the answer of a question that is no longer asked away, down the whole chain', () => {
    let answers = choose(CONDITIONAL, {}, 'resolved', 'promised');
    answers = choose(CONDITIONAL, answers, 'promise', 'yes');
    answers = choose(CONDITIONAL, answers, 'deadline', 'no');
    expect(Object.keys(choose(CONDITIONAL, answers, 'resolved', 'now'))).toEqual(['resolved']);
    expect(Object.keys(notApplicable(CONDITIONAL, answers, 'resolved'))).toEqual(['resolved']);
  });

  it('changes nothing the second time', () => {
    const once = settle(POINTS, { wording: answer(['slang']) });
    expect(settle(POINTS, once)).toEqual(once);
  });
});

describe('no other faults', () => {
  it('fills every open question with what loses nothing and leaves the rest alone', () => {
    const answers = noOtherFaults(CONDITIONAL, { greeting: answer(['no']) });
    expect(answers).toMatchObject({ greeting: { options: ['no'] }, resolved: { options: ['now'] } });
  });

  it('also fills what only appears by an answer', () => {
    const answers = noOtherFaults(CONDITIONAL, choose(CONDITIONAL, {}, 'resolved', 'promised'));
    expect(askedQuestions(CONDITIONAL, answers).every((asked) => answers[asked.key])).toBe(true);
    expect(answers.deadline?.options).toEqual(['yes']);
  });

  it('does not guess where nothing is scored, and prefers the default', () => {
    const unscored = question('reason', [option('a', null), option('b', null)], { scored: false });
    expect(bestOption(unscored)).toBeUndefined();
    expect(noOtherFaults(cardOf(unscored), {})).toEqual({});
    expect(
      bestOption(question('x', [option('full', 10), option('usual', 8)], { default: 'usual' }))?.key,
    ).toBe('usual');
  });
});

describe('evidence and causes', () => {
  const record = question('record', [option('wrong', 0)], { evidence: ['record'] });

  it('is taken only where the question accepts its kind', () => {
    expect(addEvidence({}, record, { kind: 'not_said' })).toEqual({});
    expect(addEvidence({}, record, { kind: 'record' }).record?.evidence).toEqual([{ kind: 'record' }]);
  });

  it('stands there once', () => {
    const once = addEvidence({}, record, { kind: 'record' });
    expect(addEvidence(once, record, { kind: 'record' })).toBe(once);
  });

  it('tells the records apart, and each of them is a record', () => {
    const first = addEvidence({}, record, { kind: 'wrap_up' });
    const both = addEvidence(first, record, { kind: 'ticket' });
    expect(both.record?.evidence).toEqual([{ kind: 'wrap_up' }, { kind: 'ticket' }]);
    expect(addEvidence(both, record, { kind: 'ticket' })).toBe(both);
  });

  it('may be that something was not said within a range, or in the whole call', () => {
    const open = question('open', [option('wrong', 0)], { evidence: ['not_said'] });
    const within = { kind: 'not_said_within', start_ms: 1, end_ms: 2 } as const;
    const one = addEvidence({}, open, within);
    expect(addEvidence(one, open, { ...within })).toBe(one);
    expect(addEvidence(one, open, { ...within, end_ms: 3 }).open?.evidence).toHaveLength(2);
    expect(addEvidence(one, open, { kind: 'not_said' }).open?.evidence).toHaveLength(2);
  });

  it('a deduction is put down to the agent unless somebody says otherwise', () => {
    const before = { record: answer(['wrong'], { comment: 'x' }) };
    const system = attribute(before, 'record', 'system');
    expect(system.record).toEqual({ ...before.record, attribution: 'system' });
    expect(attribute(system, 'record', 'agent')).toEqual(before);
  });

  it('a cause is on or off', () => {
    const on = toggleCause({}, 'record', 'system');
    expect(on.record?.causes).toEqual(['system']);
    expect(toggleCause(on, 'record', 'system').record?.causes).toEqual([]);
  });
});
