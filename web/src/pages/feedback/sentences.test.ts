import { describe, expect, it } from 'vitest';
import type { CardDefinition, Score } from '../../api/types';
import { exampleCard, exampleTrace } from './example';
import { sentencesOf } from './sentences';

const score: Score = {
  total: 20,
  passed: false,
  band: null,
  fatal: ['accuracy'],
  score_before_fatal: 50,
  critical: null,
  sections: [],
  trace: exampleTrace,
};

const told = (change: Partial<Score> = {}, card: CardDefinition = exampleCard, revision = 1) =>
  sentencesOf({ answers: {}, revision, score: { ...score, ...change }, card });

describe('how the score came about, told', () => {
  it('goes from what counts over what was lost to what is fatal, and ends with the total', () => {
    const says = told().map((sentence) => sentence.says);
    expect(says[0]).toBe('worth');
    expect(says.indexOf('not_counted')).toBeLessThan(says.indexOf('lost'));
    expect(says.indexOf('sum')).toBeGreaterThan(says.indexOf('lost'));
    expect(says.indexOf('fatal')).toBeLessThan(says.indexOf('fatal_section'));
    expect(says.indexOf('total')).toBeGreaterThan(says.indexOf('fatal_section'));
  });

  it('takes every number from the trace', () => {
    expect(told()).toContainEqual({ says: 'fatal_section', title: { en: 'Resolution' }, points: -30 });
    expect(told()).toContainEqual({ says: 'sum', points: 50 });
    expect(told()).toContainEqual({ says: 'total', total: 20 });
  });

  it('says that nothing was lost, that an appeal changed it, that there is no total', () => {
    const clean = exampleTrace.map((entry) => ({ ...entry, ...('lost' in entry && { lost: 0 }) }));
    expect(told({ trace: clean, fatal: [] })).toContainEqual({ says: 'nothing_lost' });
    expect(told({}, exampleCard, 2).at(-1)).toEqual({ says: 'revised', revision: 2 });
    expect(told({ total: null })).toEqual([{ says: 'no_total' }]);
  });

  it('names what was chosen where points were lost', () => {
    const [section] = exampleCard.sections;
    const question = section?.questions[0];
    const option = question?.options[0];
    const trace = exampleTrace.map((entry) =>
      'question' in entry && entry.question === question?.key ? { ...entry, lost: 3 } : entry,
    );
    const answer = {
      options: [option?.key ?? ''],
      not_applicable: false,
      comment: null,
      causes: [],
      evidence: [],
    };
    const said = sentencesOf({
      answers: { [question?.key ?? '']: answer },
      revision: 1,
      score: { ...score, trace },
      card: exampleCard,
    }).find((sentence) => sentence.says === 'lost');
    expect(said).toMatchObject({ title: question?.title, options: [option?.title], lost: 3 });
  });
});
