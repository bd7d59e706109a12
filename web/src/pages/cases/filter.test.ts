import { describe, expect, test } from 'vitest';
import {
  isNarrowed,
  itemKey,
  itemOf,
  narrowed,
  neighbourOf,
  queryOf,
  stateOf,
  tabOf,
  tabsOf,
  widened,
} from './filter';

describe('the library', () => {
  test('shows learners the shelves, proposers what became of theirs, editors all of it', () => {
    expect(tabsOf({ edits: false, proposes: false })).toEqual(['shelves']);
    expect(tabsOf({ edits: false, proposes: true })).toEqual(['shelves', 'mine']);
    expect(tabsOf({ edits: true, proposes: true })).toHaveLength(5);
  });

  test('opens no tab that is not shown', () => {
    expect(tabOf({ tab: 'proposals' }, ['shelves', 'mine'])).toBe('shelves');
    expect(tabOf({ tab: 'mine' }, ['shelves', 'mine'])).toBe('mine');
  });

  test('asks the server for what the address says', () => {
    const search = { tab: 'shelves', level: 'newcomer', q: '退货', cursor: 'c', case: 'x' };
    expect(queryOf(search, 'shelves')).toMatchObject({
      state: 'shelved',
      level: 'newcomer',
      q: '退货',
      cursor: 'c',
    });
    expect(queryOf({}, 'mine')).toMatchObject({ proposed_by: 'me' });
    expect(queryOf({}, 'mine')).not.toHaveProperty('state');
  });

  test('offers items and tags of what the tab shows, of one’s own proposals no more than of all', () => {
    expect(stateOf('drafts')).toBe('draft');
    expect(stateOf('mine')).toBe('shelved');
    const part = { scorecard_id: '019abc00-0000-7000-8000-000000000001', item: 'greeting' };
    expect(itemOf(itemKey(part.scorecard_id, part.item))).toEqual(part);
    expect(itemOf(undefined)).toEqual({ scorecard_id: undefined, item: undefined });
  });

  test('begins anew when it is narrowed or widened', () => {
    const search = { tab: 'mine', cursor: 'c', case: 'x', q: 'a' };
    expect(narrowed(search, { level: 'senior' })).toEqual({
      tab: 'mine',
      q: 'a',
      level: 'senior',
      cursor: undefined,
      case: undefined,
    });
    expect(isNarrowed(search)).toBe(true);
    expect(widened(search)).toEqual({ tab: 'mine' });
    expect(isNarrowed(widened(search))).toBe(false);
  });
});

test('arrows lead from row to row and stay within the list', () => {
  const ids = ['a', 'b', 'c'];
  expect(neighbourOf(ids, undefined, 1)).toBe('a');
  expect(neighbourOf(ids, 'a', 1)).toBe('b');
  expect(neighbourOf(ids, 'a', -1)).toBe('a');
  expect(neighbourOf(ids, 'c', 1)).toBe('c');
  expect(neighbourOf(ids, 'gone', 1)).toBe('a');
  expect(neighbourOf([], undefined, 1)).toBeUndefined();
});
