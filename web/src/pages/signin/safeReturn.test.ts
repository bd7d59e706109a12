import { expect, test } from 'vitest';
import { safeReturn } from './safeReturn';

test.each([
  ['/calls?q=1', '/calls?q=1'],
  [undefined, '/'],
  ['https://evil.example/', '/'],
  ['//evil.example/', '/'],
  ['/\\evil.example/', '/'],
  ['/signin?back=%2Fcalls', '/'],
])('after signing in, %s leads to %s', (back, leadsTo) => {
  expect(safeReturn(back)).toBe(leadsTo);
});
