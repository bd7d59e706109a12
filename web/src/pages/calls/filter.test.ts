import { describe, expect, test } from 'vitest';
import { parseSearch } from '../../app/search';
import {
  chipsOf,
  filterText,
  readPoints,
  requestOf,
  sortOf,
  withoutChip,
  withoutChips,
  withValues,
} from './filter';

const search = parseSearch('?project=a&project=b&direction=inbound&cursor=abc&sort=-duration&other=1');

describe('the filter of the calls page', () => {
  test('has a chip for every value, and for nothing else', () => {
    expect(chipsOf(search)).toEqual([
      { field: 'project', value: 'a' },
      { field: 'project', value: 'b' },
      { field: 'direction', value: 'inbound' },
    ]);
  });

  test('loses one chip and begins again at the first page', () => {
    const left = withoutChip(search, { field: 'project', value: 'a' });
    expect(left.project).toBe('b');
    expect(left.cursor).toBeUndefined();
    expect(left.sort).toBe('-duration');
    expect(withoutChip(left, { field: 'project', value: 'b' })).not.toHaveProperty('project');
  });

  test('keeps the order when every chip goes', () => {
    expect(withoutChips(search)).toEqual({ sort: '-duration' });
    expect(withoutChips(parseSearch('?q=1'))).toEqual({});
  });

  test('takes the values that are chosen, and drops a field without any', () => {
    expect(withValues({}, 'team', ['x', 'y']).team).toEqual(['x', 'y']);
    expect(withValues({ team: 'x' }, 'team', [''])).toEqual({});
  });

  test('is saved as its conditions alone', () => {
    expect(filterText(search)).toBe('project=a&project=b&direction=inbound');
  });

  test('keeps scores and signals, and has a chip for each', () => {
    const text = 'one_sided=true&silence_from_ms=30000&score_from=80&score_below=92.5';
    expect(filterText(parseSearch(`?${text}`))).toBe(text);
    expect(chipsOf(parseSearch(`?${text}`)).map((chip) => chip.field)).toEqual([
      'one_sided',
      'silence_from_ms',
      'score_from',
      'score_below',
    ]);
    expect(requestOf(parseSearch(`?${text}`))).toMatchObject({ score_from: ['80'], score_below: ['92.5'] });
  });

  test('reads points as people write them', () => {
    expect(['80', ' 92.5 ', '８０．２５'].map(readPoints)).toEqual(['80', '92.5', '80.25']);
    expect(['', '-1', '92.125', '8e1', 'high'].map(readPoints)).toEqual([null, null, null, null, null]);
  });

  test('asks for a page in an order that the server knows', () => {
    expect(requestOf(search)).toMatchObject({ project: ['a', 'b'], sort: '-duration', cursor: 'abc' });
    expect(sortOf(parseSearch('?sort=name'))).toBe('-started_at');
    expect(requestOf(search)).not.toHaveProperty('other');
  });
});
