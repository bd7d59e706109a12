// The work on one evaluation as the browser holds it: what was answered and noted, and how each
// step is undone. What another window did stays when a step of this one is undone.
import type { Answer, Note, SaleFinding } from '../../api/types';
import type { Answers } from '../../scorecard/types';

/** What is saved. */
export interface Content {
  answers: Answers;
  notes: Note[];
  /** What verifying the sale found; missing where this is no verification. */
  finding?: SaleFinding | null;
}

/** What a step changed, as it was before. */
interface Step {
  answers: [question: string, before: Answer | undefined][];
  notes: [id: string, before: Note | undefined][];
  /** Missing where it did not change. */
  finding?: { before: SaleFinding | null };
  /** Keystrokes in one field are one step. */
  field: string | null;
}

export interface Draft {
  content: Content;
  past: Step[];
}

const STEPS_KEPT = 200;

export function draftOf(content: Content): Draft {
  return { content, past: [] };
}

/** One step further. `field` names the text being typed; a step in the same field joins the last. */
export function changed(draft: Draft, content: Content, field: string | null = null): Draft {
  const step = { ...difference(draft.content, content), field };
  if (step.answers.length === 0 && step.notes.length === 0 && !step.finding) return draft;
  const last = draft.past.at(-1);
  if (field !== null && last?.field === field) return { ...draft, content };
  return { content, past: [...draft.past, step].slice(-STEPS_KEPT) };
}

/** The last step taken back; the same draft when there is none. */
export function undone(draft: Draft): Draft {
  const step = draft.past.at(-1);
  if (!step) return draft;
  return { content: withStepUndone(draft.content, step), past: draft.past.slice(0, -1) };
}

/** What came from elsewhere takes the place of the content; the steps of this window stay undoable. */
export function replaced(draft: Draft, content: Content): Draft {
  return { ...draft, content };
}

function withStepUndone(content: Content, step: Step): Content {
  const changedAnswers = new Set(step.answers.map(([question]) => question));
  const answers = Object.fromEntries([
    ...Object.entries(content.answers).filter(([question]) => !changedAnswers.has(question)),
    ...step.answers.filter((entry): entry is [string, Answer] => entry[1] !== undefined),
  ]);
  const touched = new Map(step.notes);
  const kept = content.notes.flatMap((note) => {
    if (!touched.has(note.id)) return [note];
    const before = touched.get(note.id);
    return before ? [before] : [];
  });
  const present = new Set(kept.map((note) => note.id));
  const brought = step.notes.flatMap(([id, before]) => (before && !present.has(id) ? [before] : []));
  const notes = [...kept, ...brought];
  return { ...content, answers, notes, ...(step.finding && { finding: step.finding.before }) };
}

function difference(before: Content, after: Content): Omit<Step, 'field'> {
  const questions = new Set([...Object.keys(before.answers), ...Object.keys(after.answers)]);
  const answers = [...questions]
    .filter((key) => before.answers[key] !== after.answers[key])
    .map((key): [string, Answer | undefined] => [key, before.answers[key]]);
  const old = new Map(before.notes.map((note) => [note.id, note]));
  const now = new Map(after.notes.map((note) => [note.id, note]));
  const notes = [...new Set([...old.keys(), ...now.keys()])]
    .filter((id) => old.get(id) !== now.get(id))
    .map((id): [string, Note | undefined] => [id, old.get(id)]);
  const finding = before.finding !== after.finding && { finding: { before: before.finding ?? null } };
  return { answers, notes, ...finding };
}

/** Whether two contents say the same, whatever the order of their keys. */
export function sameContent(one: Content, other: Content): boolean {
  return canonical(one) === canonical(other);
}

/** Text that is the same for the same value. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)));
  });
}
