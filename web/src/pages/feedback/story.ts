// What a feedback page tells, and in which order: what went well, the one thing to change, the
// moments to hear, the items. The page only draws what stands here.
import type { Answer, CardQuestion, Evaluation, Note, Words } from '../../api/types';
import type { Span } from '../../player/passage';
import { bySpot, type Spot, spotOf, spotOfEvidence } from '../../text/turns';
import { accountOf, type ItemLine } from './trace';

export type OneChange = {
  /** The note that the inspector marked; null where the item that lost most stands in. */
  note: Note | null;
  question: CardQuestion | null;
  answer: Answer | null;
  at: Spot | null;
};

/** `grounds`: evidence of an item that lost nothing. */
export type MomentKind = 'one_change' | 'strength' | 'note' | 'evidence' | 'grounds';

/** Something pinned on the call or the text, numbered as it is heard or read. */
export type Moment = {
  number: number;
  id: string;
  kind: MomentKind;
  at: Spot;
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
  evidence: Spot[];
};

const NO_ANSWER = null;

/** What went well, as it is heard; what is not pinned comes last. */
export function strengths(evaluation: Pick<Evaluation, 'notes'>): Note[] {
  return evaluation.notes
    .filter((note) => note.kind === 'strength')
    .toSorted((one, other) => bySpot(spotOf(one), spotOf(other)));
}

function spotsOf(answer: Answer | null): Spot[] {
  return (answer?.evidence ?? []).flatMap((evidence) => spotOfEvidence(evidence) ?? []);
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
  return { note, question, answer, at: (note && spotOf(note)) ?? spotsOf(answer)[0] ?? null };
}

/** Every pin of the call or the text, in its order. */
export function moments(evaluation: Evaluation): Moment[] {
  const marked = evaluation.one_change.note_id;
  const kindOf = (note: Note): MomentKind => (note.id === marked ? 'one_change' : note.kind);
  const fromNotes = evaluation.notes.flatMap((note) => {
    const at = spotOf(note);
    return at ? [{ id: note.id, kind: kindOf(note), at, channel: note.channel, note, question: null }] : [];
  });
  const losing = new Set(
    feedbackItems(evaluation).flatMap(({ isLosing, question }) => (isLosing ? [question.key] : [])),
  );
  const fromEvidence = questionsOf(evaluation).flatMap((question) =>
    (evaluation.answers[question.key]?.evidence ?? []).flatMap((evidence, index) => {
      const at = spotOfEvidence(evidence);
      if (at === null) return [];
      const channel = evidence.kind === 'range' ? evidence.channel : null;
      const kind: MomentKind = losing.has(question.key) ? 'evidence' : 'grounds';
      return [{ id: `${question.key}/${index}`, kind, at, channel, note: null, question }];
    }),
  );
  return [...fromNotes, ...fromEvidence]
    .sort((a, b) => bySpot(a.at, b.at))
    .map((moment, index) => ({ ...moment, number: index + 1 }));
}

/** Notes about the whole call: neither pinned, nor a strength, nor the one thing to change. */
export function looseNotes(evaluation: Pick<Evaluation, 'notes' | 'one_change'>): Note[] {
  return evaluation.notes.filter(
    (note) => note.kind === 'note' && spotOf(note) === null && note.id !== evaluation.one_change.note_id,
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
          evidence: spotsOf(answer),
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
