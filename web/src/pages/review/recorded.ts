// What an evaluation was made of, beside a call.
import type { Evaluation } from '../../api/types';

/** Whether there is sound, or was: neither a text nor a sitting that is tied to no call. */
export function hasRecording({ contact, sitting, call_id }: Evaluation): boolean {
  return contact === null && !isUntied({ sitting, call_id });
}

/** A sitting of which there is nothing but what its inspector saw and heard. */
export function isUntied({ sitting, call_id }: Pick<Evaluation, 'sitting' | 'call_id'>): boolean {
  return sitting !== null && call_id === null;
}
