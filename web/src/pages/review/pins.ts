// What of the evaluation is pinned on the timeline.
import type { Note, Words } from '../../api/types';
import type { PlayerPin } from '../../player/pins';
import { questionNamed } from '../../scorecard/questions';
import type { Answers, Card, RangeEvidence } from '../../scorecard/types';
import { isTurns, spotOf } from '../../text/turns';
import type { TextPin } from '../../text/TextView';

/** What a pin belongs to. */
export type Pinned = { note: string } | { question: string } | { flag: string };

export function pinsOf(
  card: Card,
  answers: Answers,
  notes: readonly Note[],
  worded: (words: Words) => string,
): PlayerPin[] {
  return [...notesPinned(notes), ...evidencePinned(card, answers, worded)];
}

function notesPinned(notes: readonly Note[]): PlayerPin[] {
  return notes.flatMap((note): PlayerPin[] => {
    if (note.start_ms === null) return [];
    return [
      {
        id: `note ${note.id}`,
        kind: note.is_one_change ? 'one_change' : note.kind,
        title: note.text,
        start_ms: note.start_ms,
        end_ms: note.end_ms ?? note.start_ms,
      },
    ];
  });
}

function evidencePinned(card: Card, answers: Answers, worded: (words: Words) => string): PlayerPin[] {
  return Object.entries(answers).flatMap(([key, answer]) => {
    const title = worded(questionNamed(card, key)?.title ?? {}) || key;
    return answer.evidence
      .filter((evidence): evidence is RangeEvidence => evidence.kind === 'range')
      .map(({ start_ms, end_ms }, place): PlayerPin => ({
        id: `question ${key} ${place}`,
        kind: 'evidence',
        title,
        start_ms,
        end_ms,
      }));
  });
}

/** What is pinned to the turns of a text. */
export function textPinsOf(
  card: Card,
  answers: Answers,
  notes: readonly Note[],
  worded: (words: Words) => string,
): TextPin[] {
  const ofNotes = notes.flatMap((note): TextPin[] => {
    const spot = spotOf(note);
    if (spot === null || !isTurns(spot)) return [];
    return [{ id: note.id, kind: note.is_one_change ? 'one_change' : note.kind, title: note.text, ...spot }];
  });
  const ofAnswers = Object.entries(answers).flatMap(([key, answer]) => {
    const title = worded(questionNamed(card, key)?.title ?? {}) || key;
    return answer.evidence.flatMap((evidence, place): TextPin[] =>
      evidence.kind === 'turns'
        ? [{ id: `${key} ${place}`, kind: 'evidence', title, first: evidence.first, last: evidence.last }]
        : [],
    );
  });
  return [...ofNotes, ...ofAnswers];
}

export function pinnedBy(pin: PlayerPin): Pinned {
  const [kind, key = ''] = pin.id.split(' ');
  if (kind === 'flag') return { flag: key };
  return kind === 'note' ? { note: key } : { question: key };
}
