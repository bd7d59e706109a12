// The kinds of flags in the order in which they are offered, and their keys.
import type { FlagKind } from '../../api/types';
import type { KeyNames } from '../keyNames';

export const FLAG_KINDS: readonly FlagKind[] = [
  'good_case',
  'warning_case',
  'coaching',
  'repeat_contact',
  'risk',
  'second_listening',
];

/** Those that propose a case once they say what it teaches. */
export const TEACHING: readonly FlagKind[] = ['good_case', 'warning_case'];

/** By the place of the key: 'hear it again', and what is urgent. */
export const FLAG_KEYS: Record<FlagKind, string> = {
  good_case: 'G',
  warning_case: 'B',
  coaching: 'K',
  repeat_contact: 'T',
  risk: 'U',
  second_listening: 'H',
};

/** How the key of a kind is written here. */
export function flagKey(kind: FlagKind, keys: KeyNames): string {
  return keys[`flag_${kind}`];
}

/** The kind that a key sets. */
export function flagOfKey(code: string): FlagKind | undefined {
  return FLAG_KINDS.find((kind) => code === `Key${FLAG_KEYS[kind]}`);
}

/** The look of a kind, beside its word. */
export const FLAG_TONES: Record<FlagKind, string> = {
  good_case: 'tone tone-good',
  warning_case: 'tone tone-warning',
  coaching: 'tone',
  repeat_contact: 'tone',
  risk: 'tone tone-bad',
  second_listening: 'tone',
};
