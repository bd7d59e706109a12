import { expect, test } from 'vitest';
import { FIRST, onwards, stretchOf, toEntry } from './stage';

test('Space shows the answer first, and only then goes on', () => {
  const points = [2, 0, 1];
  const steps = [FIRST];
  for (let step = 0; step < 8; step += 1) steps.push(onwards(steps.at(-1) ?? FIRST, points));
  expect(
    steps.map(({ entry, point, isShown }) => `${String(entry)}.${String(point)}${isShown ? '!' : ''}`),
  ).toEqual(['0.0', '0.0!', '0.1', '0.1!', '1.0', '2.0', '2.0!', '3.0', '3.0']);
});

test('another entry begins at its first point, hidden, and there is an end', () => {
  expect(toEntry(1, [2, 1])).toEqual({ entry: 1, point: 0, isShown: false });
  expect(toEntry(-1, [2, 1])).toEqual(FIRST);
  expect(toEntry(9, [2, 1]).entry).toBe(2);
});

test('playing stops at the point that is asked, and once that is shown, at the next one', () => {
  const moments = [5_000, 9_000];
  const at = (point: number, isShown: boolean) => stretchOf({ entry: 0, point, isShown }, moments);
  expect(at(0, false)).toEqual({ from_ms: 0, to_ms: 5_000 });
  expect(at(0, true)).toEqual({ from_ms: 5_000, to_ms: 9_000 });
  expect(at(1, false)).toEqual({ from_ms: 5_000, to_ms: 9_000 });
  expect(at(1, true)).toEqual({ from_ms: 9_000, to_ms: null });
  expect(stretchOf(FIRST, [])).toEqual({ from_ms: 0, to_ms: null });
});
