// The keys of the call page beside those of listening: a range is marked, a flag is set.
import { flagOfKey } from '../../components/flags/kinds';
import type { Flags } from '../../components/flags/useFlags';
import type { Marks } from '../../player/useMarks';

/** Does what a key asks for; whether it asked for anything. */
export function markingKey(code: string, marks: Marks, flags: Pick<Flags, 'toggle' | 'mayFlag'>): boolean {
  const kind = flagOfKey(code);
  if (kind !== undefined && flags.mayFlag) {
    flags.toggle(kind);
    return true;
  }
  switch (code) {
    case 'KeyI':
      marks.markIn();
      return true;
    case 'KeyO':
      marks.markOut();
      return true;
    case 'Escape':
      marks.clear();
      return true;
    default:
      return false;
  }
}
