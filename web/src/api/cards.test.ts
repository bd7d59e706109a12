import { expect, test } from 'vitest';
import { shareDone } from './cards';

test('a back-test tells how much is done by the line breaks before its answer', () => {
  expect(shareDone('', 4)).toBe(0);
  expect(shareDone('\n\n', 4)).toBe(0.5);
  expect(shareDone('\n\n\n{"edit":\n1}', 4)).toBe(0.75);
  expect(shareDone('\n\n\n\n\n', 4)).toBe(1);
  expect(shareDone('\n', 0)).toBe(0);
});
