import { expect, test } from 'vitest';
import { formatOf, textOf } from './textFile';

test('the name says how a file is written down', () => {
  expect(['a.TXT', 'b.csv', 'c.tsv', 'd.JSON', 'e'].map(formatOf)).toEqual([
    'text',
    'csv',
    'csv',
    'json',
    'text',
  ]);
});

test('a file is UTF-8 with or without its mark, or GBK', () => {
  const bytes = (...all: number[]) => new Uint8Array(all).buffer;
  expect(textOf(bytes(0xef, 0xbb, 0xbf, 0xe5, 0x8d, 0xa1))).toBe('卡');
  expect(textOf(bytes(0xbf, 0xa8, 0x0d, 0x0a))).toBe('卡\n');
  expect(() => textOf(bytes(0, 1, 2))).toThrow();
});
