import { expect, test } from 'vitest';
import { type DraftEntry, draftOf, entryOf, entryOfCase, moved } from './drafts';

const entry = (part: Partial<DraftEntry>): DraftEntry => ({
  key: 'k',
  case_id: null,
  call_id: 'c',
  from: '0:10',
  to: '1:00',
  minutes: 5,
  note: 'Listen',
  points: [],
  altered_voice: true,
  isClosed: false,
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
    altered_voice: true,
  });
  for (const part of [{ from: 'x' }, { to: '0:10' }, { minutes: null }, { note: ' ' }]) {
    expect(draftOf(entry(part))).toBeNull();
  }
});

test('a case says itself what is heard and asked', () => {
  const chosen = { id: 'case', teaching_line: 'Wait', library: { kind: 'good' } };
  expect(draftOf(entryOfCase(chosen))).toEqual({
    case_id: 'case',
    minutes: 5,
    note: 'Wait',
    points: [],
    altered_voice: false,
  });
});

test('what was flagged as no good case is heard with altered voices unless somebody says otherwise', () => {
  const flagged = { call_id: 'c', start_ms: 0, end_ms: 1_000, duration_ms: 9_000, note: null };
  const of = (kind: 'good_case' | 'warning_case' | 'risk') =>
    entryOf(
      { ...flagged, kind, call_started_at: '', flagged_at: '', flagged_by: { id: '', name: '' } },
      kind,
    );
  expect(of('warning_case').altered_voice).toBe(true);
  expect(of('risk').altered_voice).toBe(true);
  expect(of('good_case').altered_voice).toBe(false);
});

test('what a warning says of somebody does not come onto the agenda by itself', () => {
  const flagged = { call_id: 'c', start_ms: 0, end_ms: 1_000, duration_ms: 9_000, note: 'Argues' };
  const at = { call_started_at: '', flagged_at: '', flagged_by: { id: '', name: '' } };
  expect(entryOf({ ...flagged, ...at, kind: 'warning_case' }, 'warning').note).toBe('');
  expect(entryOf({ ...flagged, ...at, kind: 'risk' }, 'risk').note).toBe('Argues');
  const warning = entryOfCase({ id: 'case', teaching_line: 'Argues', library: { kind: 'warning' } });
  expect([warning.note, draftOf(warning)]).toEqual(['', null]);
});

test('an entry moves up and down', () => {
  const order = ['a', 'b', 'c'].map((key) => entry({ key }));
  expect(moved(order, 2, -1).map(({ key }) => key)).toEqual(['a', 'c', 'b']);
  expect(moved(order, 0, 1).map(({ key }) => key)).toEqual(['b', 'a', 'c']);
  expect(moved(order, 0, -1).map(({ key }) => key)).toEqual(['a', 'b', 'c']);
});
