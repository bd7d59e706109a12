import { describe, expect, it } from 'vitest';
import { parseSearch, stringifySearch } from '../../app/search';
import {
  isFiltered,
  type OutcomeChoice,
  OUTCOMES,
  outcomeChosen,
  resultFilters,
  resultQuery,
  resultSort,
  withOutcome,
} from './search';

describe('the filters of the results', () => {
  it('read what an address holds, one value of each', () => {
    const search = parseSearch('?team=a&team=b&person=c&passed=false&from=2026-11-01');
    expect(resultFilters(search)).toEqual({
      team: 'a',
      person: 'c',
      passed: 'false',
      from: '2026-11-01',
    });
  });

  it('leave out what nobody knows, so that an old link still opens', () => {
    expect(resultFilters(parseSearch('?colour=red&passed=perhaps&from=yesterday&fatal=false'))).toEqual({});
    expect(resultSort(parseSearch('?sort=-shoe_size'))).toBe('-released_at');
  });

  it('say whether the list is narrowed: order and place do not narrow it', () => {
    expect(isFiltered(parseSearch('?sort=total&cursor=abc'))).toBe(false);
    expect(isFiltered(parseSearch('?generated=false'))).toBe(true);
  });

  it('survive the way through the address', () => {
    const filters = resultFilters(parseSearch('?band=poor&answered=unopened&project=a'));
    expect(resultFilters(parseSearch(stringifySearch(filters)))).toEqual(filters);
  });

  it('ask the server for the page that the address names', () => {
    expect(resultQuery(parseSearch('?fatal=true&sort=total&cursor=abc'))).toEqual({
      fatal: 'true',
      sort: 'total',
      cursor: 'abc',
    });
  });

  it('choose one outcome at a time, and let go of the one before', () => {
    for (const choice of Object.keys(OUTCOMES) as OutcomeChoice[]) {
      expect(outcomeChosen(withOutcome(choice))).toBe(choice);
      expect(outcomeChosen({ ...withOutcome('fatal'), ...withOutcome(choice) })).toBe(choice);
    }
    expect(outcomeChosen({ ...withOutcome('failed'), ...withOutcome(null) })).toBeNull();
  });
});
