import { expect, test } from 'vitest';
import type { Note } from '../api/types';
import { bySpot, spotOf, spotOfEvidence, turnsWords } from './turns';

const note = (part: Partial<Note>): Note => ({
  id: 'n',
  kind: 'note',
  is_one_change: false,
  text: 't',
  say_instead: null,
  start_ms: null,
  end_ms: null,
  channel: null,
  ...part,
});

test('a note lies in turns, in milliseconds, or nowhere', () => {
  expect(spotOf(note({ first_turn: 3, last_turn: 5 }))).toEqual({ first: 3, last: 5 });
  expect(spotOf(note({ start_ms: 10 }))).toEqual({ start_ms: 10, end_ms: 10 });
  expect(spotOf(note({}))).toBeNull();
});

test('evidence without a place cannot be gone to', () => {
  expect(spotOfEvidence({ kind: 'turns', first: 1, last: 1 })).toEqual({ first: 1, last: 1 });
  expect(spotOfEvidence({ kind: 'not_said' })).toBeNull();
});

test('what is pinned nowhere comes last', () => {
  const spots = [null, { first: 4, last: 4 }, { first: 2, last: 3 }, { first: 2, last: 2 }];
  expect(spots.toSorted(bySpot).map((spot) => spot && turnsWords(spot))).toEqual(['2', '2–3', '4', null]);
});
