import { expect, test } from 'vitest';
import { lastEdge, saidBy } from './saidBy';

const LINES = [
  { start_ms: 0, end_ms: 900, text: 'Nobody rang me.' },
  { start_ms: 800, end_ms: 4_000, text: 'They are not obliged to ring.' },
  { start_ms: 1_000, end_ms: 1_500, text: 'Well.' },
  { start_ms: 5_000, end_ms: 6_000, text: 'I see.' },
];

/** What can be read at a moment. */
function read(position_ms: number): string[] {
  return saidBy(LINES, position_ms).map(({ line, isWhole }) => (isWhole ? line.text : '…'));
}

test('a line that is still being said gives nothing away', () => {
  // A point stands at one second: the answer to its question has begun before it.
  expect(read(1_000)).toEqual(['Nobody rang me.', '…', '…']);
  expect(read(1_500)).toEqual(['Nobody rang me.', '…', 'Well.']);
  expect(read(4_000)).toEqual(['Nobody rang me.', 'They are not obliged to ring.', 'Well.']);
  expect(read(-1)).toEqual([]);
});

test('what can be read is the same from one edge to the next', () => {
  expect(lastEdge(LINES, 1_499)).toBe(1_000);
  expect(lastEdge(LINES, 99_000)).toBe(6_000);
  expect(lastEdge([], 5)).toBe(-1);
  for (let at = 0; at < 7_000; at += 50) {
    expect(read(lastEdge(LINES, at))).toEqual(read(at));
  }
});
