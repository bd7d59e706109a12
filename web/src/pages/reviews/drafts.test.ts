import { expect, test } from 'vitest';
import { type DraftEntry, draftOf, moved } from './drafts';

const entry = (part: Partial<DraftEntry>): DraftEntry => ({
  key: 'k',
  call_id: 'c',
  from: '0:10',
  to: '1:00',
  minutes: 5,
  note: 'Listen',
  points: [],
  ...part,
});

test('an entry is sent once everything in it is there', () => {
  expect(draftOf(entry({ note: ' Listen ' }))).toEqual({
    call_id: 'c',
    start_ms: 10_000,
    end_ms: 60_000,
    minutes: 5,
    note: 'Listen',
    points: [],
  });
  for (const part of [{ from: 'x' }, { to: '0:10' }, { minutes: null }, { note: ' ' }]) {
    expect(draftOf(entry(part))).toBeNull();
  }
});

test('an entry moves up and down', () => {
  const order = ['a', 'b', 'c'].map((key) => entry({ key }));
  expect(moved(order, 2, -1).map(({ key }) => key)).toEqual(['a', 'c', 'b']);
  expect(moved(order, 0, 1).map(({ key }) => key)).toEqual(['b', 'a', 'c']);
  expect(moved(order, 0, -1).map(({ key }) => key)).toEqual(['a', 'b', 'c']);
});
