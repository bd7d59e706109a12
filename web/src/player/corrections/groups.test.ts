import { expect, test } from 'vitest';
import type { Correction } from '../../api/corrections';
import { inGroups, isMisfit } from './groups';

function correction(id: string, change: Partial<Correction>): Correction {
  return {
    id,
    number: 0,
    channel: 0,
    start_ms: 0,
    end_ms: 1_000,
    before: 'helo',
    text: null,
    speaker: null,
    new_start_ms: null,
    new_end_ms: null,
    made_by: { id: 'i', name: 'Inspector' },
    made_at: '2026-11-21T09:00:00Z',
    undone_by: null,
    undone_at: null,
    ...change,
  };
}

test('what one press said of many lines is one entry', () => {
  const later = '2026-11-21T09:00:01Z';
  const groups = inGroups([
    correction('a', { speaker: 'agent', made_at: later }),
    correction('b', { speaker: 'customer', made_at: later }),
    correction('c', { text: 'hello', made_at: later }),
    correction('d', { speaker: 'agent' }),
    correction('e', { speaker: 'agent', undone_at: later }),
    correction('f', { speaker: 'agent', number: null }),
    correction('g', { speaker: 'agent', new_start_ms: 1, new_end_ms: 2 }),
  ]);
  expect(groups.map((group) => group.map((one) => one.id).join(''))).toEqual(['ab', 'c', 'd', 'e', 'f', 'g']);
});

test('what was taken back fits no less than what holds', () => {
  expect(isMisfit(correction('a', { number: null }))).toBe(true);
  expect(isMisfit(correction('a', { number: null, undone_at: '2026-11-21T09:00:01Z' }))).toBe(false);
  expect(isMisfit(correction('a', { number: 3 }))).toBe(false);
});
