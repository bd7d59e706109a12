// How the keys of a page are written where it hints at them; the review page gives those that its
// inspector moved.
import { createContext, useContext } from 'react';

const USUAL = {
  toggle: 'Space',
  slower: ',',
  faster: '.',
  skip_silence: 'S',
  loop: 'L',
  replay: 'R',
  evidence: 'E',
  not_said: 'Shift E',
  comment: 'C',
  note: 'N',
  strength: 'P',
  one_change: 'W',
  flag_good_case: 'G',
  flag_warning_case: 'B',
  flag_coaching: 'K',
  flag_repeat_contact: 'T',
  flag_risk: 'U',
  flag_second_listening: 'H',
  cannot_score: 'X',
  disposition_right: 'Y',
  disposition_wrong: 'Shift Y',
} as const satisfies Record<string, string>;

export type NamedKey = keyof typeof USUAL;
export type KeyNames = Readonly<Record<NamedKey, string>>;

export const USUAL_KEYS: KeyNames = USUAL;

export const KeyNamesContext = createContext<KeyNames>(USUAL_KEYS);

export function useKeyNames(): KeyNames {
  return useContext(KeyNamesContext);
}
