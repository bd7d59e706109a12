import { describe, expect, it } from 'vitest';
import { parseSearch } from '../../app/search';
import { mineQuery } from './search';

describe('the filters of my evaluations', () => {
  it('begin with what was changed last', () => {
    expect(mineQuery({})).toEqual({
      state: undefined,
      answered: undefined,
      sort: '-changed_at',
      cursor: undefined,
    });
  });

  it('take what they know and leave the rest', () => {
    expect(mineQuery(parseSearch('?state=draft&sort=-total&cursor=c'))).toMatchObject({
      state: 'draft',
      sort: '-total',
      cursor: 'c',
    });
    expect(mineQuery(parseSearch('?state=lost&sort=luck'))).toMatchObject({
      state: undefined,
      sort: '-changed_at',
    });
  });

  it('ask for released ones where an answer is asked for', () => {
    expect(mineQuery(parseSearch('?state=draft&answered=unopened'))).toMatchObject({
      state: 'released',
      answered: 'unopened',
    });
  });
});
