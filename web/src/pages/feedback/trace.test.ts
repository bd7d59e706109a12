import { describe, expect, it } from 'vitest';
import { exampleCard, exampleTrace } from './example';
import { accountOf, losses } from './trace';

const account = accountOf(exampleTrace, exampleCard, ['accuracy']);

describe('how the score came about', () => {
  it('keeps sections and items in the order of the card', () => {
    expect(account.sections.map((section) => section.section)).toEqual(['opening', 'resolution']);
    expect(account.sections[1]?.items.map((item) => item.question)).toEqual([
      'accuracy',
      'resolved',
      'promise',
    ]);
    expect(account.sections[1]?.share).toBe(60);
  });

  it('adds up: what the items gave and the steps took is the total', () => {
    const given = account.sections.flatMap((section) => section.items).map((item) => item.points);
    const taken = account.steps.map((step) => step.points);
    expect([...given, ...taken].reduce((sum, points) => sum + points, 0)).toBe(20);
  });

  it('says why an item does not count, and which one was fatal', () => {
    const items = account.sections.flatMap((section) => section.items);
    expect(items.map((item) => item.whyNot)).toEqual([null, 'not_applicable', null, null, 'hidden']);
    expect(items.filter((item) => item.isFatal).map((item) => item.question)).toEqual(['accuracy']);
  });

  it('names the section that a fatal answer voids', () => {
    expect(account.steps).toEqual([{ step: 'fatal_section', section: { en: 'Resolution' }, points: -30 }]);
  });

  it('lists what cost something, fatal first, then the dearest', () => {
    const dearer = exampleTrace.map((entry) =>
      'question' in entry && entry.question === 'greeting' ? { ...entry, lost: 35 } : entry,
    );
    expect(losses(accountOf(dearer, exampleCard, ['accuracy'])).map((item) => item.question)).toEqual([
      'accuracy',
      'greeting',
    ]);
    expect(losses(accountOf(dearer, exampleCard)).map((item) => item.question)).toEqual([
      'greeting',
      'accuracy',
    ]);
  });

  it('makes nothing of a list that it does not know', () => {
    for (const strange of [null, undefined, 'text', {}, [null, 3, { kind: 'step', step: 'luck' }]]) {
      const empty = accountOf(strange, exampleCard);
      expect(empty.steps).toEqual([]);
      expect(losses(empty)).toEqual([]);
    }
  });
});
