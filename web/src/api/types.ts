// The shapes that the server answers with, narrowed to the words that each field can hold; shapes.ts holds
// them against the server's own document. Instants are RFC 3339 in UTC, positions and durations
// whole milliseconds, ids UUIDs, scores numbers with two decimals.
import type { CaseState } from './caseShapes';
import type { Coverage, DispositionCheck } from './checked';
import type {
  AgentsAnswer,
  AppealHead,
  HearingRule,
  ListeningFirst,
  NoteReply,
  ReleaseTalk,
} from './hearing';
import type { CallHits } from './hits';
import type { components } from './schema';
import type { Channel } from './contacts';
import type { EvaluatedContact, Purpose, SaleFinding, Sitting, Verification } from './ways';

export type { EvaluatedContact, Purpose, SaleFinding, SaleOutcome, Sitting, Verification } from './ways';

export type { Coverage, DispositionCheck } from './checked';

export type {
  AgentsAnswer,
  AlsoAnswered,
  Appeal,
  AppealHead,
  AppealItem,
  AppealNames,
  AppealOutcome,
  AppealRow,
  AppealRuling,
  AppealState,
  AppealStep,
  Choice,
  Foreseen,
  Grounds,
  HearingRule,
  ItemRuling,
  ListeningFirst,
  NoteReply,
  Precedent,
  ReleaseTalk,
} from './hearing';

type Schemas = components['schemas'];

export type Me = Schemas['Me'] & {
  person_id: string | null;
  teams: Named[];
  leads: Named[];
  time_zone: string;
};
export type Role = 'agent' | 'inspector' | 'trainer' | 'team_leader' | 'qa_manager' | 'administrator';
export type { Permission } from './permission';
export type Recording = Schemas['Recording'];
export type TranscriptPage = Schemas['Transcript'];
export type Peaks = Schemas['Peaks'];
export type Accepted = Schemas['Accepted'];
/** Where an upload stands. */
export type UploadStanding = Omit<Schemas['Upload'], 'state'> & {
  state: 'receiving' | 'waiting' | 'accepted' | 'refused';
};
export type CdrPreview = Omit<Schemas['CdrPreview'], 'columns'> & { columns: Record<string, string> };
export type CdrImport = Omit<Schemas['CdrImport'], 'problems'> & {
  problems: { line: number; column: string | null; code: string }[];
};
/** What is known of a call that is brought in; what is not known is left out. */
export type CallMetadata = Partial<Omit<Schemas['CallMetadata'], 'channels'>> & {
  channels?: Record<string, string>;
};

export type Page<T> = { items: T[]; next: string | null; total: number; total_is_exact: boolean };
export type Words = Record<string, string>; // {"en": "...", "zh-CN": "..."}: what an administrator defined
export type Named = { id: string; name: string };

export type Waiting = {
  code:
    | 'feedback_to_acknowledge'
    | 'feedback_new'
    | 'assignments_waiting'
    | 'assignments_overdue'
    | 'drafts_open'
    | 'requests_open'
    | 'appeals_waiting'
    | 'improvements_overdue'
    | 'talks_waiting'
    | 'own_releases_overdue'
    | 'releases_overdue'
    | 'feedback_unheard'
    | 'transcription_failed'
    | 'preparation_failed'
    | 'agents_unmatched'
    | 'speech_model_missing'
    | 'sources_silent';
  count: number;
  severity: 'info' | 'warning';
};

export type Notice = Omit<Schemas['Notice'], 'code'> & {
  code:
    | 'feedback_released'
    | 'feedback_revised'
    | 'feedback_acknowledged'
    | 'feedback_no_objection'
    | 'talk_waits'
    | 'note_replied'
    | 'note_answered'
    | 'request_made'
    | 'request_decided'
    | 'release_overdue'
    | 'release_late'
    | 'feedback_unheard'
    | 'appeal_waits'
    | 'appeal_unstaffed'
    | 'appeal_decided'
    | 'appeal_withdrawn'
    | 'calls_assigned'
    | 'assignment_withdrawn'
    | 'improvement_assigned'
    | 'improvement_replied'
    | 'case_decided'
    | 'consent_asked'
    | 'consent_answered'
    | 'learning_assigned'
    | 'case_review_invited'
    | 'decision_assigned'
    | 'source_silent';
  subject_name: string | null;
  subject_at: string | null;
  actor: Named | null;
  read_at: string | null;
};

export type FlagKind =
  'coaching' | 'good_case' | 'warning_case' | 'risk' | 'second_listening' | 'repeat_contact';

/** A flag on a call, or on a range of its timeline. */
export type Flag = {
  id: string;
  kind: FlagKind;
  start_ms: number | null;
  end_ms: number | null;
  channel: number | null;
  note: string | null;
  flagged_by: Named;
  flagged_at: string;
  is_removable: boolean;
  /** The case that it proposed, and what became of it. */
  case: { id: string; state: CaseState; reason: string | null } | null;
};

export type Directory = {
  projects: (Named & { scorecard_id: string | null })[];
  queues: (Named & { project_id: string | null })[];
  sources: Named[]; // empty for callers who do not see every call
  teams: (Named & { parent_id: string | null })[];
  agents: {
    id: string;
    name: string | null;
    external_id: string;
    source: string;
    person_id: string | null;
  }[]; // ≤ 2000
  people: Named[]; // persons who take calls (agents' persons), sorted by sort_key; ≤ 2000
  inspectors: Named[]; // people who may score_calls
  dispositions: string[]; // distinct, ≤ 200
  tags: string[]; // distinct, ≤ 200
  scorecards: { id: string; key: string; title: Words; latest_version_id: string }[];
  speech_engines: string[]; // those that the server was built with; the usual one first
};

export type CallRow = {
  id: string;
  source: string;
  native_id: string | null;
  direction: 'inbound' | 'outbound' | null;
  customer_number: string | null;
  project: Named | null;
  queue: Named | null;
  started_at: string;
  local_date: string;
  duration_ms: number;
  disposition: string | null;
  tags: string[];
  ticket: string | null;
  agents: {
    participation_id: string;
    agent_id: string;
    external_id: string;
    name: string | null;
    person: Named | null;
    team: Named | null;
  }[];
  recordings: {
    id: string;
    state: 'accepted' | 'prepared' | 'failed';
    duration_ms: number | null;
    offset_ms: number;
  }[];
  transcript: 'none' | 'pending' | 'ready' | 'failed' | 'not_asked'; // over all recordings
  poor_transcript: boolean; // words that nobody should go by without listening
  evaluations: number; // released, quality (0 for callers without view_results or score_calls)
  assigned_to: Named[]; // open assignments; none for callers without assign_calls/score_calls
  flags: FlagKind[]; // good_case alone for callers without flag_calls
  is_generated: boolean; // carries the tag "generated"
  hits: CallHits | null; // where the words are said that were looked for
};
export type Signals = {
  silence: { start_ms: number; end_ms: number }[]; // neither lane speaks for ≥ 2 s
  overtalk: { start_ms: number; end_ms: number }[]; // both lanes at once for ≥ 400 ms
  first_sound_ms: number | null;
}; // where the agent (else anybody) is first heard

export type SavedFilter = {
  id: string;
  page: 'calls' | 'results';
  name: string;
  query: string;
  team: Named | null;
  owner: Named;
  mine: boolean;
};

export type Scorecard = {
  id: string;
  key: string;
  title: Words;
  method: 'weighted' | 'points';
  items: number | null; // of the last version
  versions: { id: string; number: number; published_at: string; published_by: Named | null }[]; // youngest first
  draft: { edit: number; changed_at: string; changed_by: Named | null } | null;
  retired: boolean;
};
export type ScorecardVersion = {
  id: string;
  scorecard_id: string;
  key: string;
  number: number;
  published_at: string;
  definition: CardDefinition;
};
export type CardDefinition = {
  key: string;
  title: Words;
  method: 'weighted' | 'points';
  redistribute?: 'section' | 'card';
  pass: number | null;
  bands: { key: string; from: number; title: Words }[];
  points?: { start: number; floor: number; ceiling: number };
  sections: { key: string; title: Words; weight: number; bonus: boolean; questions: CardQuestion[] }[];
};
export type CardQuestion = {
  key: string;
  title: Words;
  guidance: Words;
  weight: number;
  share: number; // 分值: what this question is worth of 100 when everything counts (weighted; points: 0)
  critical: false | true | 'customer' | 'business' | 'compliance';
  options: {
    key: string;
    title: Words;
    score: number | null;
    fatal: null | 'section' | 'evaluation';
    require: ('comment' | 'evidence' | 'cause')[];
  }[];
  not_applicable: null | 'excluded' | { score: number };
  show_when: null | { question: string; is: string[] };
  multiple: boolean;
  min?: number | null;
  max?: number | null;
  default: string | null;
  scored: boolean;
  evidence: ('range' | 'not_said' | 'record')[];
  causes: { key: string; title: Words }[];
};

export type Assignment = {
  id: string;
  call: CallRow;
  inspector: Named;
  scorecard: { id: string; key: string; title: Words };
  purpose: Purpose;
  reason: 'assigned' | 'taken_at_random' | 'own_choice' | 'oldest_sale';
  filter: string | null;
  pool_size: number | null;
  assigned_by: Named | null;
  due_at: string | null;
  is_overdue: boolean;
  state: 'waiting' | 'started' | 'done' | 'withdrawn';
  evaluation_id: string | null;
  created_at: string;
};

export type Today = {
  due: Assignment[]; // open, due today or earlier or without a date, ≤ 50, the order to work in
  waiting: number;
  overdue: number; // all open
  drafts: EvaluationRow[]; // own drafts, ≤ 20
  done_today: number;
  released_today: EvaluationRow[]; // ≤ 20, the workspace's day
  next: Assignment | null;
};

export type Answer = {
  options: string[];
  not_applicable: boolean;
  comment: string | null;
  causes: string[];
  evidence: Evidence[];
  attribution?: Attribution | null; // of a deduction; missing: the agent
};
export type Attribution = 'agent' | 'rule' | 'script' | 'system';
export type Evidence =
  | { kind: 'range'; start_ms: number; end_ms: number; channel: number | null } // end_ms = start_ms allowed (a moment)
  | { kind: 'turns'; first: number; last: number } // of a text, counted from 1
  | { kind: 'not_said' } // in the whole call
  | { kind: 'not_said_within'; start_ms: number; end_ms: number }
  | { kind: 'record' | 'wrap_up' | 'ticket' | 'disposition' };
export type Note = {
  id: string /* UUID made by the browser (v7 or v4) */;
  kind: 'note' | 'strength';
  is_one_change: boolean;
  text: string;
  say_instead: string | null;
  start_ms: number | null;
  end_ms: number | null;
  channel: number | null;
  first_turn?: number | null; // of a text, counted from 1
  last_turn?: number | null;
};
export type Open = {
  question: string | null;
  code:
    | 'unanswered'
    | 'comment_required'
    | 'evidence_required'
    | 'cause_required'
    | 'unknown_option'
    | 'unknown_question'
    | 'hidden_question_answered'
    | 'several_options'
    | 'not_applicable_not_offered'
    | 'unknown_cause'
    | 'evidence_kind_not_accepted'
    | 'evidence_outside_call';
};
export type Saved = { edit: number; saved_at: string; open: Open[]; preview: Preview };
export type Preview = {
  complete: boolean;
  score: Score | null;
  lost: { question: string; points: number }[];
  hidden: string[];
};
export type Score = {
  total: number | null;
  passed: boolean | null;
  band: string | null;
  fatal: string[] | null;
  score_before_fatal: number | null;
  critical: number | null;
  sections: { key: string; score: number | null }[];
  trace: unknown[]; // as `earmark score` prints it
};
/** Why the call of something that outlives it is gone. */
export type Farewell = {
  cause: 'retention' | 'erasure';
  rule: string | null;
  keep_days: number | null;
  removed_at: string;
};

export type Evaluation = {
  id: string;
  state: 'draft' | 'released' | 'not_scored';
  is_out: boolean;
  undo_until: string | null;
  purpose: Purpose;
  revision: number;
  edit: number;
  call_id: string | null;
  gone: Farewell | null;
  participation_id: string | null;
  call_started_at: string | null;
  agent: { id: string; external_id: string; name: string | null } | null;
  person: Named | null;
  team: Named | null;
  project: Named | null;
  evaluator: Named | null; // shown to everybody
  scorecard_version: ScorecardVersion;
  answers: Record<string, Answer>;
  verification: Verification | null;
  sitting: Sitting | null;
  contact: EvaluatedContact | null; // the text that it is made of instead of a call
  notes: Note[];
  open: Open[];
  preview: Preview; // draft
  score: Score | null; // as stored at release
  no_score: { reason: string; note: string | null } | null;
  one_change: { note_id: string | null; question: string | null }; // the marked note, else the item that lost most
  feedback: {
    opened_at: string | null;
    acknowledged_at: string | null;
    reply: string | null;
    answer: AgentsAnswer | null;
    answered_at: string | null;
  };
  answer_until: string | null;
  days_away: number; // working days until then that do not count, for the agent alone
  may_still: { acknowledge: boolean; find_right: boolean; appeal: boolean };
  due_at: string | null; // to be released, then to be heard, until then
  listening_first: ListeningFirst | null; // found by the agent before they saw ours, or asked for
  talk: ReleaseTalk | null; // of the leader with the agent, before it is out
  replies: NoteReply[]; // to its notes, the oldest first
  rating: { is_helpful: boolean; words: string | null } | null; // for the agent alone
  hearing_rule: HearingRule;
  appeals_left: number | null; // this month, on this card; null: no limit
  appeal: AppealHead | null;
  disposition: DispositionCheck | null;
  apart: { question: string; attribution: Attribution; points: number }[]; // not put down to the agent
  is_recallable: boolean;
  is_revisable: boolean; // by its evaluator: it is out, and no appeal decides
  coverage: Coverage | null; // for its evaluator and whoever sees who heard a call
  is_generated: boolean;
  assignment_id: string | null;
  started_at: string;
  changed_at: string;
  released_at: string | null;
};

/** What an evaluation said before it was changed. */
export type Revisions = {
  items: {
    revision: number;
    answers: Record<string, Answer>;
    score: Score;
    replaced_at: string;
    appeal_id: string | null;
    reason: string | null; // where no appeal changed it
    revised_by: Named | null;
    opened_at: string | null; // by the agent, by then
    answer: 'acknowledged' | 'no_objection' | 'lapsed' | null;
    reply: string | null;
    finding: SaleFinding | null;
    disposition: DispositionCheck | null;
  }[];
};
export type EvaluationRow = {
  id: string;
  purpose: Purpose;
  state: 'draft' | 'released' | 'not_scored';
  is_out: boolean;
  call_id: string | null;
  contact_id: string | null; // the text that it is made of instead of a call
  channel: Channel | null;
  call_started_at: string | null;
  person: Named | null;
  agent_name: string | null;
  team: Named | null;
  project: Named | null;
  evaluator: Named;
  scorecard: { key: string; title: Words; version: number };
  total: number | null;
  passed: boolean | null;
  band: string | null;
  band_title: Words | null;
  fatal: boolean;
  critical: number | null;
  no_score_reason: string | null;
  opened_at: string | null;
  acknowledged_at: string | null;
  has_reply: boolean;
  answer: AgentsAnswer | null;
  appeal: AppealHead | null;
  due_at: string | null; // to be released, then to be heard, until then
  is_overdue: boolean;
  coverage: Coverage | null; // for whoever sees who heard a call
  verification: Verification | null;
  is_generated: boolean;
  changed_at: string;
  released_at: string | null;
};

export type Trend = {
  weeks: {
    week_start: string /* local Monday */;
    evaluations: number;
    average: number | null;
    low: number | null;
    high: number | null /* 95 % interval of the mean (t), null below 2 */;
    pass_rate: number | null;
  }[];
  items: {
    question: string;
    title: Words;
    scorecard_key: string;
    lost_average: number;
    evaluations: number;
    missed: number;
  }[];
}; // what loses most, ≤ 5

export type PersonRow = {
  id: string;
  name: string;
  staff_number: string | null;
  sign_in: string | null;
  retired_at: string | null;
  roles: { id: string; role: string; project: Named | null }[];
  teams: { id: string; team: Named; leads: boolean }[];
  agents: { id: string; external_id: string; source: string }[];
};
export type PersonFile = PersonRow & {
  role_history: { role: string; project: Named | null; from: string; until: string | null }[];
  team_history: { team: Named; leads: boolean; from: string; until: string | null }[];
  agent_history: {
    agent_id: string;
    external_id: string;
    source: string;
    from: string;
    until: string | null;
  }[];
};
export type NewPerson = {
  name: string;
  staff_number?: string | null;
  sign_in?: string | null;
  password?: string | null;
  roles: { role: string; project_id: string | null }[];
  team_id?: string | null;
};
export type TeamRow = {
  id: string;
  name: string;
  parent_id: string | null;
  members: number;
  leaders: Named[];
  retired_at: string | null;
};
export type ProjectRow = {
  id: string;
  name: string;
  retired_at: string | null;
  scorecard: { id: string; key: string; title: Words } | null;
  queues: Named[];
};
export type AgentRow = {
  id: string;
  source: string;
  external_id: string;
  name: string | null;
  calls: number;
  person: Named | null;
  suggestion: Named | null; /* staff number equals the external id, or same name, one only */
};
export type ImportReport = {
  rows: {
    line: number;
    name: string;
    staff_number: string | null;
    action: 'add' | 'change' | 'same' | 'error';
    changes: string[] /* field names */;
    errors: { column: string; code: string; value: string }[];
  }[];
  add: number;
  change: number;
  same: number;
  errors: number;
  written: boolean;
  encoding: 'utf-8' | 'gbk' | 'xlsx';
  unknown_columns: string[];
};

export type CallParticipation = Schemas['Participation'] & { person: Named | null; team: Named | null };
/** One call with everything that is known of it. */
export type Call = Omit<Schemas['Call'], 'agents'> & {
  duration_ms: number;
  project_id: string | null;
  queue_id: string | null;
  is_generated: boolean;
  agents: CallParticipation[];
};
