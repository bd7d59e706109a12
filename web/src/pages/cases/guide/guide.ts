// Where somebody is in a guided playback. A pure machine: what is heard, asked and shown next follows
// from where one is and what one does.

/** What the machine needs to know of a point. */
export interface GuidePoint {
  /** From 1, in the order of time. */
  number: number;
  at_ms: number;
}

export interface Guide {
  /** Listening; "What would you do?"; the point is shown; the questions at the end. */
  phase: 'listening' | 'asking' | 'shown' | 'questions';
  /** The point that is asked or shown, or comes next; as many as there are points: none does. */
  place: number;
  /** How many points were shown so far. */
  reached: number;
}

export type GuideStep =
  /** The sound stands at the point. */
  | { do: 'arrive' }
  | { do: 'reveal' }
  /** From the shown point on. */
  | { do: 'go on' }
  /** The sound came to its end. */
  | { do: 'end' }
  /** Back from the questions, or from anywhere, to a point that was shown before. */
  | { do: 'look back'; place: number }
  /** Back to listening, before what comes next. */
  | { do: 'listen' };

/** Begins anew, or where one was: `reached` is the number of the last point that was shown. */
export function openGuide(points: readonly GuidePoint[], reached = 0): Guide {
  const shown = points.filter((point) => point.number <= reached).length;
  return { phase: 'listening', place: shown, reached: shown };
}

/** Where it leads; the same where nothing is to be done. */
export function stepGuide(guide: Guide, step: GuideStep, points: readonly GuidePoint[]): Guide {
  switch (step.do) {
    case 'arrive':
      return guide.phase === 'listening' && guide.place < points.length
        ? { ...guide, phase: 'asking' }
        : guide;
    case 'reveal':
      return guide.phase === 'asking'
        ? { ...guide, phase: 'shown', reached: Math.max(guide.reached, guide.place + 1) }
        : guide;
    case 'go on':
      return guide.phase === 'shown' ? goOn(guide, points) : guide;
    case 'end':
      return guide.phase === 'listening' && guide.place >= points.length
        ? { ...guide, phase: 'questions' }
        : guide;
    case 'look back':
      return step.place < guide.reached ? { ...guide, phase: 'shown', place: step.place } : guide;
    case 'listen':
      return { ...guide, phase: 'listening', place: guide.reached };
  }
}

/** To the next point that was not shown; at once where it lies in the same second. */
function goOn(guide: Guide, points: readonly GuidePoint[]): Guide {
  const here = points[guide.place];
  const next = points[guide.reached];
  const isHere = next !== undefined && here !== undefined && next.at_ms <= here.at_ms;
  return { ...guide, phase: isHere ? 'asking' : 'listening', place: guide.reached };
}

/** What playing may not pass: the point that is asked, shown or comes next; null: nothing more. */
export function gateOf(guide: Guide, points: readonly GuidePoint[]): number | null {
  if (guide.phase === 'questions') return null;
  return points[guide.place]?.at_ms ?? null;
}

/** How far R goes back. */
export const AGAIN_MS = 10_000;

/** Where somebody goes on who left: at the last point that was shown, with what led to it. */
const LEAD_MS = 3_000;

export function reopenedAt(guide: Guide, points: readonly GuidePoint[]): number {
  const last = points[guide.reached - 1];
  return last === undefined ? 0 : Math.max(last.at_ms - LEAD_MS, 0);
}

/** Points on the sound's own timeline, in the order of time; what lies outside the sound is at its edge. */
export function pointsInSound<Point extends GuidePoint>(
  points: readonly Point[],
  sound: { start_ms: number; end_ms: number },
): Point[] {
  const length = sound.end_ms - sound.start_ms;
  return points
    .map((point) => ({ ...point, at_ms: Math.min(Math.max(point.at_ms - sound.start_ms, 0), length) }))
    .sort((one, other) => one.at_ms - other.at_ms || one.number - other.number);
}

/** What a key does in a guide; null: it is no key of the guide. */
export type GuideKey = 'toggle' | 'reveal' | 'go on' | 'again';

export function keyOf(code: string, guide: Guide): GuideKey | null {
  if (code === 'KeyR') return guide.phase === 'questions' ? null : 'again';
  if (code !== 'Space') return null;
  switch (guide.phase) {
    case 'listening':
      return 'toggle';
    case 'asking':
      return 'reveal';
    case 'shown':
      return 'go on';
    case 'questions':
      return null;
  }
}

/** The answers with one of them given or changed: questions are answered one after the other. */
export function withAnswer(answers: readonly number[], place: number, option: number): number[] {
  if (place > answers.length) return [...answers];
  return [...answers.slice(0, place), option, ...answers.slice(place + 1)];
}

/** How many of the answers are right, as far as it is told what is. */
export function rightAnswers(
  questions: readonly { right: number | null }[],
  answers: readonly number[],
): number {
  return questions.filter(({ right }, place) => right !== null && answers[place] === right).length;
}
