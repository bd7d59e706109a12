// What stands around an answer: a card's rules, talks, replies, what an agent found by themselves.
import type { AppealOutcome, Choice, Named } from './types';

export type ListeningFirst = {
  is_due: boolean;
  marks: number[];
  was_skipped: boolean;
  found: number;
  of_all: number;
};

export type ReleaseTalk = {
  due_at: string;
  closed_at: string | null;
  by: Named | null;
  note: string | null;
};

/** What holds for answers and appeals on a scorecard. */
export type HearingRule = {
  edit: number;
  answer_days: number;
  appeals_a_month: number | null;
  has_first_review: boolean;
  has_recheck: boolean;
  has_arbitration: boolean;
  listen_first: 'never' | 'fails' | 'always';
};

export type NoteReply = { id: string; note_id: string; person: Named; text: string; at: string };

/** How an earlier arbitration decided on the same item. */
export type Precedent = {
  call_id: string | null; // null: not there, or not for this reader
  decided_at: string;
  argument: string | null;
  reason: string;
  change: Choice | null;
  outcome: AppealOutcome;
};
