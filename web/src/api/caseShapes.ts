// Provisional: shapes of the case libraries as agreed, until the server's own document has them.
import type { Named, Words } from './types';

export type LibraryKind = 'good' | 'warning' | 'topic';
export type CaseState = 'proposed' | 'draft' | 'shelved' | 'archived' | 'declined' | 'withdrawn';
export type CaseLevel = 'newcomer' | 'regular' | 'senior';
export type CaseLanguage = 'zh-CN' | 'en';

export type Library = {
  id: string;
  kind: LibraryKind;
  name: Words;
  project: Named | null;
  allows_altered_voice: boolean;
  allowed_site: Named | null;
  retired: boolean;
  cases: number;
};

/** An item of a scorecard that a case illustrates. */
export type CaseItem = { scorecard_id: string; item: string; title: Words };

export type CasePoint = {
  number: number;
  at_ms: number;
  kind: 'strength' | 'improve';
  question: Words;
  happened: Words;
  matters: Words;
  instead?: Words | null;
};

export type CaseQuestion = { text: Words; options: Words[]; right: number; because?: Words | null };

/** How the sound of a clip or case stands: `preparing` while something is still to be hidden in it. */
export type SoundState = 'ready' | 'preparing' | 'none';

/** What is heard of a call: a stretch of its timeline, and who is on which channel. */
export type CaseSound = {
  state: SoundState;
  start_ms: number;
  end_ms: number;
  channels: Record<string, string>;
  channel_count: number;
};

export type ConsentState = 'asked' | 'given' | 'refused' | 'withdrawn';
export type Consent = {
  case_id: string;
  teaching_line: string;
  kind: LibraryKind;
  library: Words;
  person: Named;
  state: ConsentState;
  message: string | null;
  asked_at: string;
  answered_at: string | null;
};

export type Learning = {
  /** The number of the last point that was shown; 0: none. */
  reached: number;
  /** What was written before a point was shown, by its number. */
  words: Record<string, string>;
  answers: (number | null)[];
  pledge: string | null;
  finished_at: string | null;
};

export type CaseRow = {
  id: string;
  library: { id: string; kind: LibraryKind; name: Words };
  state: CaseState;
  teaching_line: string;
  language: CaseLanguage;
  level: CaseLevel;
  length_ms: number | null;
  items: CaseItem[];
  tags: string[];
  review_on: string | null;
  is_outdated: boolean;
  learned: number;
  points: number;
  proposed_by: Named | null;
  proposed_at: string | null;
  decline_reason: string | null;
  is_learned: boolean;
};

/** A standard answer that a case illustrates, in the wording that it was written by. */
export type CaseAnswer = { standard_answer_id: string; version: number; title: Words; is_current: boolean };

export type Case = Omit<CaseRow, 'points'> & {
  call_id: string | null;
  clip_id: string | null;
  why: Words;
  points: CasePoint[];
  questions: CaseQuestion[];
  answers: CaseAnswer[];
  hides_names: boolean;
  /** Who is heard; nobody where names are hidden from the reader. */
  agents: string[];
  edition: number;
  sound: CaseSound;
  is_editable: boolean;
  /** Codes of what stands in the way of a shelf; for editors. */
  missing: string[];
  rating: { mean: number | null; count: number; mine: number | null };
};

export type CaseDraft = {
  teaching_line: string;
  why: Words;
  level: CaseLevel;
  language: CaseLanguage;
  library_id: string;
  hides_names: boolean;
  review_on: string | null;
  items: { scorecard_id: string; item: string }[];
  answers: { standard_answer_id: string }[];
  tags: string[];
  points: CasePoint[];
  questions: CaseQuestion[];
  edition: number;
};

export type CaseComment = { id: string; text: string; by: Named; at: string; is_removable: boolean };
export type CaseEdition = { number: number; by: Named; at: string };
export type Learner = {
  person: Named;
  reached: number;
  right: number;
  asked: number;
  pledge: string | null;
  finished_at: string | null;
};
export type CaseLine = { start_ms: number; end_ms: number; role: string | null; text: string };

export type Clip = {
  id: string;
  call_id: string;
  recording_id: string;
  start_ms: number;
  end_ms: number;
  title: string;
  note: string | null;
  tags: string[];
  made_by: Named;
  made_at: string;
  sound: CaseSound;
  is_changeable: boolean;
  cases: number;
};

export type Playlist = {
  id: string;
  name: string;
  made_by: Named;
  cases: { id: string; teaching_line: string; length_ms: number | null; is_learned: boolean }[];
  is_changeable: boolean;
};

export type LearningTask = {
  id: string;
  case: { id: string; teaching_line: string } | null;
  playlist: { id: string; name: string } | null;
  reference_call: { id: string; title: string } | null;
  person: Named | null;
  team: Named | null;
  due_on: string;
  note: string | null;
  by: Named;
  state: 'open' | 'done' | 'overdue';
  learned: number;
  expected: number;
  is_removable: boolean;
};

export type TrainerDesk = {
  proposals: { total: number; oldest: string | null; next: string | null };
  drafts: number;
  outdated: number;
  consents_open: number;
  chase: { overdue: number; open: number };
};
