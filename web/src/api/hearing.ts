// What stands around an answer: a card's rules, talks, replies, what an agent found by themselves, and the
// appeal with its steps.
import type {
  Answer,
  Attribution,
  EvaluatedContact,
  Evidence,
  Farewell,
  Named,
  Score,
  ScorecardVersion,
  Words,
} from './types';

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
  question: string;
  call_id: string | null; // null: not there, or not for this reader
  decided_at: string;
  argument: string | null;
  reason: string;
  change: Choice | null;
  outcome: AppealOutcome;
};

/** Where the agent's answer stands; `decided`: an appeal was. */
export type AgentsAnswer = 'acknowledged' | 'no_objection' | 'lapsed' | 'appealed' | 'decided';
export type AppealStep = 'first_review' | 'recheck' | 'arbitration';
export type AppealState = AppealStep | 'decided' | 'withdrawn';
export type AppealOutcome = 'upheld' | 'overturned';
export type AppealHead = { id: string; state: AppealState; outcome: AppealOutcome | null };
export type Choice = { options: string[]; not_applicable: boolean };
/** What stands behind a changed answer; what is missing stays as it stood, where it still fits. */
export type Grounds = { causes?: string[]; evidence?: Evidence[]; attribution?: Attribution };
export type ItemRuling = { question: string; change: Choice | null; grounds: Grounds; reason: string };
/** What is answered at an item that is asked only because of a change. */
export type AlsoAnswered = Choice & { comment: string | null; grounds: Grounds };
export type AppealItem = {
  question: string;
  answer: Answer;
  reason: string;
  proposed: Choice | null;
  start_ms: number | null;
  end_ms: number | null;
  turn: number | null; // of a text, from 1
  outcome: AppealOutcome | null;
  precedents: Precedent[];
};
export type AppealRuling = {
  step: AppealStep;
  verdict: 'upheld' | 'passed_on' | 'judged' | 'skipped';
  skipped_because: 'no_leader' | 'inspector_gone' | 'overdue' | null;
  reason: string | null;
  judge: Named | null;
  at: string;
  items: ItemRuling[];
};
export type AppealNames = { agent: Named; evaluator: Named; team: Named | null };
export type Appeal = {
  id: string;
  evaluation_id: string | null; // null: it would name who is hidden
  call_id: string | null;
  contact: EvaluatedContact | null; // the text, where it is made of one
  gone: Farewell | null;
  call_started_at: string | null;
  state: AppealState;
  outcome: AppealOutcome | null;
  submitted_at: string;
  due_at: string | null;
  closed_at: string | null;
  is_unstaffed: boolean;
  names: AppealNames | null; // null: hidden from this reader
  scorecard_version: ScorecardVersion;
  answers: Record<string, Answer>;
  score: Score | null;
  revised_score: Score | null;
  items: AppealItem[];
  rulings: AppealRuling[];
  contested: string[];
  may_judge: boolean;
  may_withdraw: boolean;
};
export type AppealRow = {
  id: string;
  evaluation_id: string | null;
  state: AppealState;
  outcome: AppealOutcome | null;
  submitted_at: string;
  due_at: string | null;
  is_overdue: boolean;
  is_unstaffed: boolean;
  is_withheld: boolean; // items and total wait for the reader's own score
  closed_at: string | null;
  items: Words[];
  scorecard: { key: string; title: Words; version: number };
  total: number | null;
  names: AppealNames | null;
  may_judge: boolean;
};
export type Foreseen = {
  before: number | null;
  after: Score | null; // none while something is missing
  lost: { question: string; points: number }[]; // what each item would lose
  missing: string[];
};
