import { describe, expect, it } from 'vitest';
import { answer, cardOf, CONDITIONAL, option, question } from './cards.fixture';
import { hiddenQuestions, neighbour, questionsOf } from './questions';
import { allOpen, missing, nextOpen, openItems } from './requirements';

const strict = question('accuracy', [
  option('right', 10),
  option('wrong', 0, { require: ['comment', 'evidence', 'cause'] }),
]);

describe('what an answer asks for', () => {
  it('is named piece by piece until all of it is there', () => {
    expect(missing(strict, answer(['wrong']))).toEqual(['comment', 'evidence', 'cause']);
    const given = { comment: 'x', causes: ['system'], evidence: [{ kind: 'not_said' as const }] };
    expect(missing(strict, answer(['wrong'], given))).toEqual([]);
  });

  it('is not met by blanks, and not asked for by other options', () => {
    expect(missing(strict, answer(['wrong'], { comment: '  ' }))).toContain('comment');
    expect(missing(strict, answer(['right']))).toEqual([]);
    expect(missing(strict, { ...answer(['wrong']), not_applicable: true })).toEqual([]);
  });
});

describe('what is open', () => {
  it('lists the questions that are asked, in the order of the card', () => {
    const open = openItems(CONDITIONAL, { resolved: answer(['promised']) });
    expect(open.map((item) => item.question)).toEqual(['greeting', 'promise']);
  });

  it('adds what only the server can see, and nothing twice', () => {
    const here = openItems(cardOf(strict), { accuracy: answer(['wrong'], { comment: 'x', causes: ['y'] }) });
    const there = [
      { question: 'accuracy', code: 'comment_required' as const },
      { question: 'accuracy', code: 'evidence_outside_call' as const },
    ];
    expect(allOpen(here, there).map((item) => item.code)).toEqual([
      'evidence_required',
      'evidence_outside_call',
    ]);
  });

  it('is walked through from the current item on, round to the top', () => {
    const answers = { resolved: answer(['now']) };
    const open = openItems(CONDITIONAL, answers);
    expect(nextOpen(CONDITIONAL, answers, open, 'resolved')).toBe('greeting');
    expect(nextOpen(CONDITIONAL, {}, openItems(CONDITIONAL, {}), 'greeting')).toBe('resolved');
    expect(nextOpen(CONDITIONAL, answers, [], 'greeting')).toBeNull();
  });
});

describe('which questions are asked', () => {
  it('follows conditions through hidden questions', () => {
    expect([...hiddenQuestions(CONDITIONAL, {})]).toEqual(['promise', 'deadline']);
    // An answer to a hidden question opens nothing.
    expect(hiddenQuestions(CONDITIONAL, { promise: answer(['yes']) }).has('deadline')).toBe(true);
  });

  it('steps to the neighbour and stops at the ends', () => {
    const all = questionsOf(CONDITIONAL);
    expect(neighbour(all, 'greeting', 1)).toBe('resolved');
    expect(neighbour(all, 'greeting', -1)).toBe('greeting');
    expect(neighbour(all, null, 1)).toBe('greeting');
  });
});
