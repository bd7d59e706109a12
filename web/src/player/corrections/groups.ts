// Corrections as a list shows them: what one press said of many lines is one entry.
import type { Correction } from '../../api/corrections';

/** Whether it says who is speaking and nothing else. */
function isOfSpeaker({ speaker, text, new_start_ms }: Correction): boolean {
  return speaker !== null && (text ?? null) === null && (new_start_ms ?? null) === null;
}

/** Those that were made and taken back in one go, and say who is speaking, together; the others alone. */
export function inGroups(corrections: readonly Correction[]): Correction[][] {
  const groups: Correction[][] = [];
  for (const one of corrections) {
    const last = groups.at(-1);
    const before = last?.[0];
    const belongs =
      before !== undefined &&
      isOfSpeaker(before) &&
      isOfSpeaker(one) &&
      before.made_at === one.made_at &&
      before.undone_at === one.undone_at &&
      isMisfit(before) === isMisfit(one);
    if (belongs) last?.push(one);
    else groups.push([one]);
  }
  return groups;
}

/** Whether it holds and does not fit the transcript of now. */
export function isMisfit({ number, undone_at }: Correction): boolean {
  return (number ?? null) === null && (undone_at ?? null) === null;
}
