// What an agent claims in an appeal, item by item, and how it goes to the server and comes back.
import type { AppealDraft, NewAppealItem } from '../../api/appeals';
import type { Choice } from '../../api/types';

export type Claim = {
  question: string;
  choice: Choice | null;
  reason: string;
  /** Where it is heard in a call. */
  at_ms: number | null;
  /** Which turn of a text is meant, from 1. */
  turn: number | null;
};

export function itemOf({ question, choice, reason, at_ms, turn }: Claim): NewAppealItem {
  return {
    question,
    reason: reason.trim(),
    ...(choice && { proposed: choice }),
    ...(at_ms !== null && { start_ms: at_ms, end_ms: at_ms }),
    ...(turn !== null && { turn }),
  };
}

/** The claims of a draft, as they were written. */
export function claimsOf(draft: AppealDraft): Claim[] {
  return draft.items.map(({ question, proposed, reason, start_ms, turn }) => ({
    question,
    choice: proposed,
    reason,
    at_ms: start_ms,
    turn,
  }));
}

/** Whether there is something to keep that the last save does not hold. */
export function isUnsaved(claims: readonly Claim[], saved: readonly Claim[]): boolean {
  return JSON.stringify(claims) !== JSON.stringify(saved);
}
