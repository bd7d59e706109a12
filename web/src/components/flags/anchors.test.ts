import { expect, test } from 'vitest';
import type { Flag } from '../../api/types';
import { ownFlag } from './anchors';
import { FLAG_KEYS, FLAG_KINDS, flagOfKey } from './kinds';
import { flagPins } from './pins';

function flag(part: Partial<Flag>): Flag {
  return {
    id: 'f',
    kind: 'risk',
    start_ms: null,
    end_ms: null,
    channel: null,
    note: null,
    flagged_by: { id: 'me', name: 'Me' },
    flagged_at: '2026-11-26T08:00:00Z',
    is_removable: true,
    case: null,
    ...part,
  };
}

test('the same flag is the same kind, by the same person, in the same place', () => {
  const whole = flag({ id: 'whole' });
  const range = flag({ id: 'range', start_ms: 1, end_ms: 2 });
  const others = flag({ id: 'others', kind: 'coaching', flagged_by: { id: 'you', name: 'You' } });
  const flags = [whole, range, others];
  expect(ownFlag(flags, 'me', 'risk', null)).toBe(whole);
  expect(ownFlag(flags, 'me', 'risk', { start_ms: 1, end_ms: 2 })).toBe(range);
  expect(ownFlag(flags, 'me', 'risk', { start_ms: 1, end_ms: 3 })).toBeUndefined();
  expect(ownFlag(flags, 'me', 'coaching', null)).toBeUndefined();
});

test('every kind has a key', () => {
  expect(['KeyG', 'KeyB', 'KeyK', 'KeyT', 'KeyU', 'KeyH'].map(flagOfKey)).toEqual(FLAG_KINDS);
  expect(flagOfKey('KeyX')).toBeUndefined();
  expect(new Set(Object.values(FLAG_KEYS)).size).toBe(6);
});

test('only flags on a range are pinned, with their note', () => {
  const pins = flagPins([flag({}), flag({ id: 'r', start_ms: 5, end_ms: 9, note: 'why' })], (kind) => kind);
  expect(pins).toEqual([{ id: 'flag r', kind: 'flag', title: 'risk – why', start_ms: 5, end_ms: 9 }]);
});
