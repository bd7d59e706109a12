import { describe, expect, test } from 'vitest';
import { chosenTo, isWithin, spanOf, stepped } from './choosing';

const LINES = [
  { start_ms: 1_000, end_ms: 3_000 },
  // Goes on while the next is through already.
  { start_ms: 4_000, end_ms: 9_000.4 },
  { start_ms: 5_000, end_ms: 6_000 },
  { start_ms: 10_000, end_ms: 12_000 },
];

describe('choosing utterances', () => {
  test('marks from the first’s start to the last’s end, whichever was chosen first', () => {
    expect(spanOf(LINES, { anchor: 0, end: 0 })).toEqual({ start_ms: 1_000, end_ms: 3_000 });
    expect(spanOf(LINES, { anchor: 3, end: 0 })).toEqual({ start_ms: 1_000, end_ms: 12_000 });
    expect(spanOf(LINES, { anchor: 1, end: 2 })).toEqual({ start_ms: 4_000, end_ms: 9_000 });
    expect(spanOf([], { anchor: 0, end: 0 })).toBeNull();
  });

  test('begins with what is heard, steps on and back over it, and stays within the call', () => {
    const first = stepped(1, null, 1, LINES.length);
    expect(first).toEqual({ anchor: 1, end: 1 });
    const on = stepped(1, first, 3, LINES.length);
    expect(on, 'the sound goes on meanwhile').toEqual({ anchor: 1, end: 2 });
    expect(stepped(-1, first, 3, LINES.length)).toEqual({ anchor: 1, end: 0 });
    expect(stepped(-1, { anchor: 1, end: 0 }, 3, LINES.length)).toEqual({ anchor: 1, end: 0 });
    expect(stepped(1, { anchor: 1, end: 3 }, 3, LINES.length)).toEqual({ anchor: 1, end: 3 });
    expect(stepped(1, null, -1, LINES.length), 'before anybody spoke').toEqual({ anchor: 0, end: 0 });
    expect(stepped(1, null, -1, 0)).toBeNull();
  });

  test('reaches to a place from where it began, or from what is heard', () => {
    expect(chosenTo(3, null, 1)).toEqual({ anchor: 1, end: 3 });
    expect(chosenTo(0, { anchor: 2, end: 3 }, 1)).toEqual({ anchor: 2, end: 0 });
    expect(chosenTo(2, null, -1)).toEqual({ anchor: 2, end: 2 });
  });

  test('shows what lies in the range, not what only touches it', () => {
    const range = { start_ms: 3_000, end_ms: 5_000 };
    expect(LINES.map((line) => isWithin(line, range))).toEqual([false, true, false, false]);
    expect(isWithin({ start_ms: 0, end_ms: 9_000 }, null)).toBe(false);
  });
});
