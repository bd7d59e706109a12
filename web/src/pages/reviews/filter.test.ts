import { expect, test } from 'vitest';
import { isNarrowed, narrowed, queryOf } from './filter';

test('the address is asked as it is, and something changed begins the list anew', () => {
  const search = { q: '工号', state: 'closed', from: '2026-11-01', to: '2026-11-30', cursor: 'c', tab: 'x' };
  expect(queryOf(search)).toEqual({
    q: '工号',
    state: 'closed',
    from: '2026-11-01',
    to: '2026-11-30',
    cursor: 'c',
  });
  expect(narrowed(search, { state: undefined })).toMatchObject({
    q: '工号',
    state: undefined,
    cursor: undefined,
  });
});

test('a cursor alone leaves nothing out', () => {
  expect(isNarrowed({ cursor: 'c' })).toBe(false);
  expect(['q', 'state', 'from', 'to'].every((name) => isNarrowed({ [name]: 'x' }))).toBe(true);
});
