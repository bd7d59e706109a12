import { describe, expect, it } from 'vitest';
import type { SavedFilter } from '../../api/types';
import { savedAs } from './filterName';

const filter = (id: string, query: string): SavedFilter => ({
  id,
  page: 'calls',
  name: id,
  query,
  team: null,
  owner: { id: 'p', name: 'p' },
  mine: true,
});

const FILTERS = [filter('refunds', 'queue=a&queue=b&tag=退款'), filter('long', '?longer_than_ms=600000')];

describe('the name of the filter that a call was drawn from', () => {
  it('is found whatever the order and spelling of its query', () => {
    expect(savedAs('?tag=%E9%80%80%E6%AC%BE&queue=b&queue=a', FILTERS)?.id).toBe('refunds');
    expect(savedAs('longer_than_ms=600000', FILTERS)?.id).toBe('long');
  });

  it('is not that of a filter that only looks like it', () => {
    expect(savedAs('queue=a&tag=退款', FILTERS)).toBeNull();
    expect(savedAs('', FILTERS)).toBeNull();
  });
});
