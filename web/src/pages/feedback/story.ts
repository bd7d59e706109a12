// What a feedback page tells, and in which order: what went well, the one thing to change, the
// moments to hear, the items. The page only draws what stands here.
import type { Answer, CardQuestion, Evaluation, Note, Words } from '../../api/types';
import type { Span } from '../../player/passage';
import { accountOf, type ItemLine } from './trace';

export type OneChange = {
  /** The note that the inspector marked; null where the item that lost most stands in. */
  note: Note | null;
  question: CardQuestion | null;
  answer: Answer | null;
  at: Span | null;
};

export type MomentKind = 'one_change' | 'strength' | 'note' | 'evidence';

/** Something pinned on the call, numbered as it is heard. */
export type Moment = {
  number: number;
  id: string;
  kind: MomentKind;
  at: Span;
  channel: number | null;
  note: Note | null;
  /** The item whose evidence this is. */
  question: CardQuestion | null;
};

export type FeedbackItem = {
  question: CardQuestion;
  section: Words;
  line: ItemLine;
  answer: Answer | null;
  /** The chosen options' titles. */
  chosen: Words[];
  isLosing: boolean;
  evidence: Span[];
};

const NO_ANSWER = null;

/** Where a note is pinned; null where it is not. */
export function spanOf(note: Note): Span | null {
  if (note.start_ms === null) return null;
  return { start_ms: note.start_ms, end_ms: Math.max(note.end_ms ?? note.start_ms, note.start_ms) };
}

const byTime = (a: { start_ms: number | null }, b: { start_ms: number | null }) =>
  (a.start_ms ?? Number.POSITIVE_INFINITY) - (b.start_ms ?? Number.POSITIVE_INFINITY);

/** What went well, as it is heard; what is not pinned comes last. */
export function strengths(evaluation: Pick<Evaluation, 'notes'>): Note[] {
  return evaluation.notes.filter((note) => note.kind === 'strength').toSorted(byTime);
}

function rangesOf(answer: Answer | null): Span[] {
  return (answer?.evidence ?? []).flatMap((evidence) =>
    evidence.kind === 'range' ? [{ start_ms: evidence.start_ms, end_ms: evidence.end_ms }] : [],
  );
}

function questionsOf(evaluation: Evaluation): CardQuestion[] {
  return evaluation.scorecard_version.definition.sections.flatMap((section) => section.questions);
}

/** The marked note, else the item that lost most; null where nothing was lost. */
export function oneChange(evaluation: Evaluation): OneChange | null {
  const { note_id, question: key } = evaluation.one_change;
  const note = evaluation.notes.find((candidate) => candidate.id === note_id) ?? null;
  const question = questionsOf(evaluation).find((candidate) => candidate.key === key) ?? null;
  if (note === null && question === null) return null;
  const answer = question ? (evaluation.answers[question.key] ?? NO_ANSWER) : NO_ANSWER;
  return { note, question, answer, at: (note && spanOf(note)) ?? rangesOf(answer)[0] ?? null };
}

/** Every pin of the call in the order in which it is heard. */
export function moments(evaluation: Evaluation): Moment[] {
  const marked = evaluation.one_change.note_id;
  const kindOf = (note: Note): MomentKind => (note.id === marked ? 'one_change' : note.kind);
  const fromNotes = evaluation.notes.flatMap((note) => {
    const at = spanOf(note);
    return at ? [{ id: note.id, kind: kindOf(note), at, channel: note.channel, note, question: null }] : [];
  });
  const fromEvidence = questionsOf(evaluation).flatMap((question) =>
    (evaluation.answers[question.key]?.evidence ?? []).flatMap((evidence, index) =>
      evidence.kind !== 'range'
        ? []
        : [
            {
              id: `${question.key}/${index}`,
              kind: 'evidence' as const,
              at: { start_ms: evidence.start_ms, end_ms: evidence.end_ms },
              channel: evidence.channel,
              note: null,
              question,
            },
          ],
    ),
  );
  return [...fromNotes, ...fromEvidence]
    .sort((a, b) => a.at.start_ms - b.at.start_ms || a.at.end_ms - b.at.end_ms)
    .map((moment, index) => ({ ...moment, number: index + 1 }));
}

/** Notes about the whole call: neither pinned, nor a strength, nor the one thing to change. */
export function looseNotes(evaluation: Pick<Evaluation, 'notes' | 'one_change'>): Note[] {
  return evaluation.notes.filter(
    (note) => note.kind === 'note' && note.start_ms === null && note.id !== evaluation.one_change.note_id,
  );
}

/** Every item in the card's order; hidden ones were never asked and are left out. */
export function feedbackItems(evaluation: Evaluation): FeedbackItem[] {
  const card = evaluation.scorecard_version.definition;
  const account = accountOf(evaluation.score?.trace, card, evaluation.score?.fatal);
  return card.sections.flatMap((section, sectionIndex) =>
    section.questions.flatMap((question, questionIndex) => {
      const line = account.sections[sectionIndex]?.items[questionIndex];
      if (line === undefined || line.whyNot === 'hidden') return [];
      const answer = evaluation.answers[question.key] ?? NO_ANSWER;
      return [
        {
          question,
          section: section.title,
          line,
          answer,
          chosen: (answer?.options ?? []).map(
            (key) => question.options.find((option) => option.key === key)?.title ?? { en: key },
          ),
          isLosing: line.lost > 0 || line.isFatal,
          evidence: rangesOf(answer),
        },
      ];
    }),
  );
}

const CLIP_MS = 10_000;
/** How much of a clip comes before its moment: enough to hear what led to it. */
const LEAD_MS = 3_000;

/** The ten seconds around a moment; a longer range plays whole. Stays inside the call. */
export function clipAround(at: Span, duration_ms: number): Span {
  if (at.end_ms - at.start_ms >= CLIP_MS) {
    return { start_ms: Math.max(0, at.start_ms), end_ms: Math.min(at.end_ms, duration_ms) };
  }
  const length = Math.min(CLIP_MS, duration_ms);
  const lead = Math.min(LEAD_MS, CLIP_MS - (at.end_ms - at.start_ms));
  const start_ms = Math.min(Math.max(0, at.start_ms - lead), duration_ms - length);
  return { start_ms, end_ms: start_ms + length };
}
