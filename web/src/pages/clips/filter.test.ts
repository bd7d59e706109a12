import { expect, test } from 'vitest';
import { isNarrowed, narrowed, queryOf } from './filter';

test('the server is asked for what the address says, and for nothing else', () => {
  const search = { q: '退款', tag: 'anger', call_id: 'c', made_by: 'me', cursor: 'x', odd: 'y' };
  expect(queryOf(search)).toEqual({ q: '退款', tag: 'anger', call_id: 'c', made_by: 'me', cursor: 'x' });
});

test('a list begins anew when it is narrowed, and a page of it alone is not narrowed', () => {
  expect(narrowed({ q: 'a', cursor: 'x' }, { tag: 'b' })).toEqual({ q: 'a', tag: 'b', cursor: undefined });
  expect(isNarrowed({ cursor: 'x' })).toBe(false);
  expect(isNarrowed({ made_by: 'me' })).toBe(true);
});
