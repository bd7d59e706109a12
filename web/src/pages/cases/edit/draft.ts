// A case while it is written: pure changes of its draft, and what is still missing for a shelf.
import type { Case, CaseDraft, CasePoint, CaseQuestionText } from '../../../api/caseShapes';
import type { Words } from '../../../api/types';

/** More is no guide any more. */
export const QUESTIONS_MOST = 3;
export const OPTIONS_LEAST = 2;
export const OPTIONS_MOST = 6;

export function draftOf(one: Case): CaseDraft {
  return {
    teaching_line: one.teaching_line,
    why: one.why,
    level: one.level,
    language: one.language,
    library_id: one.library.id,
    hides_names: one.hides_names,
    review_on: one.desk?.review_on ?? null,
    items: one.items.map(({ scorecard_id, item }) => ({ scorecard_id, item })),
    answers: one.answers.map(({ standard_answer_id, version }) => ({ standard_answer_id, version })),
    tags: one.tags,
    points: one.points,
    questions: one.questions.map(({ right, because, ...question }) => ({
      ...question,
      right: right ?? 0,
      because: because ?? {},
    })),
    edition: one.edition,
  };
}

/** Points in the order of time, numbered from 1. */
export function numbered(points: readonly CasePoint[]): CasePoint[] {
  return inOrder(points).map((point, place) => ({ ...point, number: place + 1 }));
}

function inOrder(points: readonly CasePoint[]): CasePoint[] {
  return [...points].sort((one, other) => one.at_ms - other.at_ms || one.number - other.number);
}

/** The points, and the number of the one that was added or changed: it is followed wherever it went. */
export type Followed = { points: CasePoint[]; number: number };

function following(points: readonly CasePoint[], followed: CasePoint): Followed {
  return { points: numbered(points), number: inOrder(points).indexOf(followed) + 1 };
}

/** Adds an empty point, behind those of the same second. */
export function withPoint(points: readonly CasePoint[], at_ms: number, kind: CasePoint['kind']): Followed {
  const words = { question: {}, happened: {}, matters: {}, instead: {} };
  const fresh: CasePoint = { number: points.length + 1, at_ms, kind, ...words };
  return following([...points, fresh], fresh);
}

export function changedPoint(
  points: readonly CasePoint[],
  number: number,
  part: Partial<Omit<CasePoint, 'number'>>,
): Followed {
  const before = points.find((point) => point.number === number);
  if (before === undefined) return { points: numbered(points), number };
  const changed = { ...before, ...part };
  return following(
    points.map((point) => (point === before ? changed : point)),
    changed,
  );
}

export function withoutPoint(points: readonly CasePoint[], number: number): CasePoint[] {
  return numbered(points.filter((point) => point.number !== number));
}

export function emptyQuestion(): CaseQuestionText {
  return { text: {}, options: [{}, {}], right: 0, because: {} };
}

/** Without one of its options; what is right stays right, or is the first. */
export function withoutOption(question: CaseQuestionText, place: number): CaseQuestionText {
  const options = question.options.filter((_, other) => other !== place);
  const right = question.right === place ? 0 : question.right > place ? question.right - 1 : question.right;
  return { ...question, options, right };
}

export function isBlank(words: Words | null | undefined): boolean {
  return Object.values(words ?? {}).every((text) => text.trim() === '');
}

/** Words as they are sent: no blanks around them, no empty languages. */
export function trimmed(words: Words | null | undefined): Words {
  return Object.fromEntries(
    Object.entries(words ?? {}).flatMap(([language, text]) =>
      text.trim() === '' ? [] : [[language, text.trim()]],
    ),
  );
}

/** A draft as it is sent. */
export function cleaned(draft: CaseDraft): CaseDraft {
  return {
    ...draft,
    teaching_line: draft.teaching_line.trim(),
    why: trimmed(draft.why),
    points: numbered(draft.points).map((point) => ({
      ...point,
      question: trimmed(point.question),
      happened: trimmed(point.happened),
      matters: trimmed(point.matters),
      instead: trimmed(point.instead),
    })),
    questions: draft.questions.map((question) => ({
      ...question,
      text: trimmed(question.text),
      options: question.options.map(trimmed),
      because: trimmed(question.because),
    })),
  };
}

/** What a point still lacks. */
export type PointGap = 'question' | 'happened' | 'matters' | 'instead';

/** Something to improve is not told without what to say instead. */
export function gapsOf(point: CasePoint): PointGap[] {
  const needed: PointGap[] =
    point.kind === 'improve'
      ? ['question', 'happened', 'matters', 'instead']
      : ['question', 'happened', 'matters'];
  return needed.filter((part) => isBlank(point[part]));
}

/** Whether two drafts say the same. */
export function isSame(one: CaseDraft, other: CaseDraft): boolean {
  return JSON.stringify(cleaned(one)) === JSON.stringify(cleaned(other));
}
