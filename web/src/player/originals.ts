// What somebody who may hear originals hears of a call: with card numbers and the like taken out, or not.
import { isBeingHidden } from '../api/recordings';

type Recording = { state: string; redaction?: { state: string; hidden: number } };

export interface Originals<R> {
  /** Those of which the original is heard, since there is nothing else yet. */
  unredacted: R[];
  /** Whether there is a choice: nothing is on its way, and the original differs from what everybody hears. */
  hasChoice: boolean;
}

export function originalsOf<R extends Recording>(
  recordings: readonly R[],
  mayHearOriginals: boolean,
): Originals<R> {
  if (!mayHearOriginals) return { unredacted: [], hasChoice: false };
  const hidesSomething = ({ redaction }: R) => redaction !== undefined && redaction.hidden > 0;
  return {
    unredacted: recordings.filter((one) => one.state === 'prepared' && isBeingHidden(one)),
    hasChoice: !recordings.some(isBeingHidden) && recordings.some(hidesSomething),
  };
}
