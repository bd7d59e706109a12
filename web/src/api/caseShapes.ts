// Clips, case libraries and what is learned from them, narrowed to the words that each field can hold;
// shapes.ts holds them against the server's own document.
import type { Named, Words } from './types';

export type LibraryKind = 'good' | 'warning' | 'topic';
export type CaseState = 'proposed' | 'draft' | 'shelved' | 'archived' | 'declined' | 'withdrawn';
export type CaseLevel = 'newcomer' | 'regular' | 'senior';
/** How the reader sees a case: `proposal` is what became of their own, and no more. */
export type CaseSight = 'editor' | 'asked' | 'learner' | 'proposal';
/** `preparing`: it is still being decoded, or something is still to be hidden in it. */
export type SoundState = 'ready' | 'preparing' | 'failed';
/** Why a case left the shelf. */
export type ArchiveCause = 'by_hand' | 'answer_changed' | 'answer_retired';

/** What a library of warnings allows instead of the consent of those who are heard. */
export type InsteadOfConsent = { altered_voice: boolean; other_sites: boolean };

export type Library = {
  id: string;
  kind: LibraryKind;
  name: Words;
  project: Named | null;
  shelved: number;
  proposed: number | null;
  drafts: number | null;
  retired_at: string | null;
  instead_of_consent: InsteadOfConsent;
};

/** An item of a scorecard that a case illustrates; its title is empty where it is gone. */
export type CaseItem = { scorecard_id: string; item: string; title: Words };
export type CaseLibrary = { id: string; kind: LibraryKind; name: Words };
export type CaseRating = { mean: number | null; count: number; mine: number | null };

/** How many cases, or clips, have a tag. */
export type TagUse = { tag: string; count: number };

/** An item that cases illustrate, of those that the reader sees; its title is empty where it is gone. */
export type ItemShelf = { item: string; title: Words; cases: number };
export type CardShelf = { scorecard_id: string; title: Words; items: ItemShelf[] };
export type CaseShelves = { cards: CardShelf[]; tags: TagUse[] };

export type CaseRow = {
  id: string;
  view: CaseSight;
  library: CaseLibrary;
  state: CaseState;
  teaching_line: string;
  /** What is spoken: ISO 639-1. */
  language: string;
  level: CaseLevel;
  duration_ms: number;
  sound: SoundState;
  items: CaseItem[];
  tags: string[];
  rating: CaseRating;
  learned_at: string | null;
  /** From here on null for whoever does not edit libraries. */
  learners: number | null;
  proposed_by: Named | null;
  proposed_at: string | null;
  is_consented: boolean | null;
  reason: string | null;
  archive_cause: ArchiveCause | null;
  review_on: string | null;
  shelved_at: string | null;
  changed_at: string;
};

/** A moment at which a guided playback stops, on the call's timeline. */
export type CasePoint = {
  number: number;
  at_ms: number;
  kind: 'strength' | 'improve';
  question: Words;
  happened: Words;
  matters: Words;
  instead: Words;
};

/** What is right, learners are told once they came to the end. */
export type CaseQuestion = { text: Words; options: Words[]; right: number | null; because: Words | null };
export type CaseQuestionText = { text: Words; options: Words[]; right: number; because: Words };

/** A standard answer that a case illustrates, in the wording that was in force then. */
export type CaseAnswer = {
  standard_answer_id: string;
  version: number;
  title: Words;
  text: Words;
  is_in_force: boolean;
};

export type ConsentState = 'open' | 'given' | 'refused';
export type Consent = {
  case_id: string;
  state: ConsentState;
  message: string | null;
  person: Named | null;
  asked_by: Named | null;
  asked_at: string;
  answered_at: string | null;
};
export type OwnConsent = { consent: Consent; case: CaseRow };

export type Learning = {
  case_id: string | null;
  library_id: string;
  edition: number;
  /** The number of the last point that was shown; 0: none. */
  reached: number;
  /** What was written before a point was shown, by its number. */
  words: Record<string, string>;
  answers: number[];
  right_answers: number | null;
  questions: number | null;
  pledge: string | null;
  begun_at: string;
  finished_at: string | null;
};

/** What only editors see of a case. */
export type CaseDesk = {
  call_id: string;
  clip_id: string | null;
  missing: ('why' | 'points' | 'library' | 'sound')[];
  consents: Consent[];
  heard: Named[];
  is_somebody_unknown: boolean;
  is_consented: boolean;
  proposed_by: Named;
  decided_by: Named | null;
  decided_at: string | null;
  review_on: string | null;
  archive_cause: ArchiveCause | null;
};

export type Case = {
  id: string;
  view: CaseSight;
  library: CaseLibrary;
  state: CaseState;
  teaching_line: string;
  language: string;
  level: CaseLevel;
  hides_names: boolean;
  start_ms: number;
  end_ms: number;
  /** `altered`: nobody consented, and the library allows that instead. */
  voice: 'own' | 'altered';
  sound: SoundState;
  channels: Record<string, string>;
  agents: Named[];
  /** The number of the newest commentary; 0: none is written. */
  edition: number;
  why: Words;
  points: CasePoint[];
  questions: CaseQuestion[];
  items: CaseItem[];
  answers: CaseAnswer[];
  tags: string[];
  rating: CaseRating;
  comments: number;
  learning: Learning | null;
  own_consent: Consent | null;
  proposed_at: string | null;
  reason: string | null;
  shelved_at: string | null;
  changed_at: string;
  desk: CaseDesk | null;
};

export type CaseDraft = {
  edition: number;
  library_id: string;
  teaching_line: string;
  why: Words;
  level: CaseLevel;
  language: string;
  hides_names: boolean;
  review_on: string | null;
  items: { scorecard_id: string; item: string }[];
  answers: { standard_answer_id: string; version: number }[];
  tags: string[];
  points: CasePoint[];
  questions: CaseQuestionText[];
};

export type CaseComment = {
  id: string;
  written_by: Named;
  text: string;
  written_at: string;
  is_removable: boolean;
};
export type CaseEdition = {
  number: number;
  written_by: Named;
  written_at: string;
  teaching_line: string;
  why: Words;
  points: CasePoint[];
  questions: CaseQuestionText[];
};
export type CaseLearner = { person: Named; learning: Learning };

/** Somebody who learns: what they learned to the end, and how far they are with their tasks. */
export type Learner = {
  person: Named;
  teams: Named[];
  cases: number;
  right_answers: number;
  questions: number;
  last_learned_at: string | null;
  open: number;
  overdue: number;
  done: number;
};
/** What somebody learned from one case; its title is null where it is not there for the reader. */
export type LearnedCase = {
  title: string | null;
  library: CaseLibrary;
  stars: number | null;
  is_pledged: boolean;
  learning: Learning;
};
export type CaseUtterance = {
  number: number;
  channel: number;
  role: string | null;
  start_ms: number;
  end_ms: number;
  text: string;
  /** Its words, where single words are known. */
  words: {
    text: string;
    start_ms: number;
    end_ms: number;
    confidence: number | null;
    doubtful: boolean;
  }[];
};
export type CaseTranscript = { state: string; is_poor: boolean; items: CaseUtterance[] };

export type Clip = {
  id: string;
  call_id: string;
  recording_id: string;
  start_ms: number;
  end_ms: number;
  offset_ms: number;
  channels: Record<string, string>;
  title: string;
  note: string | null;
  tags: string[];
  made_by: Named;
  made_at: string;
  is_changeable: boolean;
};

export type Playlist = { id: string; name: string; made_by: Named; changed_at: string; cases: CaseRow[] };

/** What one person is to learn. */
export type LearningTask = {
  id: string;
  giving_id: string;
  case_id: string | null;
  playlist_id: string | null;
  reference_call_id: string | null;
  title: string | null;
  person: Named;
  team: Named | null;
  due_on: string;
  note: string | null;
  given_by: Named;
  given_at: string;
  state: 'open' | 'done' | 'overdue';
  done_at: string | null;
  learned: number;
  cases: number;
  left: string[];
};

export type CasePile = { total: number; items: CaseRow[] };
export type TrainerDesk = {
  proposals: CasePile;
  drafts: CasePile;
  outdated: CasePile;
  review_due: CasePile;
  unconsented: CasePile;
  overdue_tasks: number;
  open_tasks: number;
};
