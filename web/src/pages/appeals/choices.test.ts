import { describe, expect, it } from 'vitest';
import { choiceFrom, isSame, NOT_APPLICABLE, valuesOf } from './choices';

const choice = (...options: string[]) => ({ options, not_applicable: false });
const NONE = { options: [], not_applicable: true };

describe('what is chosen for an item', () => {
  it('goes into a select and comes back', () => {
    for (const one of [choice('full'), choice('slang', 'slang'), NONE]) {
      expect(choiceFrom(valuesOf(one))).toEqual(one);
    }
    expect(choiceFrom([])).toBeNull();
    expect(valuesOf(null)).toEqual([]);
  });

  it('is not applicable whatever else is chosen with it', () => {
    expect(choiceFrom(['full', NOT_APPLICABLE])).toEqual(NONE);
  });

  it('is the same in any order', () => {
    expect(isSame(choice('a', 'b'), choice('b', 'a'))).toBe(true);
    expect(isSame(choice('a'), choice('a', 'a'))).toBe(false);
    expect(isSame(choice('a'), NONE)).toBe(false);
    expect(isSame(NONE, { options: ['a'], not_applicable: true })).toBe(true);
  });
});
