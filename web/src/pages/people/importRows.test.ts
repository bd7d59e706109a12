import { expect, test } from 'vitest';
import { actionsIn } from './importRows';

test('errors stand first, and what no row does is left out', () => {
  const report = {
    rows: [],
    add: 3,
    change: 0,
    same: 2,
    errors: 1,
    written: false,
    encoding: 'gbk' as const,
    unknown_columns: [],
  };
  expect(actionsIn(report)).toEqual([
    { action: 'error', count: 1 },
    { action: 'add', count: 3 },
    { action: 'same', count: 2 },
  ]);
});
