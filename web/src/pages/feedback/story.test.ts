import { describe, expect, it } from 'vitest';
import { exampleEvaluation } from './example';
import { clipAround, feedbackItems, looseNotes, moments, oneChange, strengths } from './story';

describe('what a feedback page tells', () => {
  it('begins with what went well, as it is heard; what is not pinned comes last', () => {
    expect(strengths(exampleEvaluation).map((note) => note.id)).toEqual(['n4', 'n2', 'n3']);
  });

  it('takes the marked note as the one thing to change', () => {
    const change = oneChange(exampleEvaluation);
    expect(change?.note?.say_instead).toBe('Let me check that for you.');
    expect(change?.at).toEqual({ start_ms: 60_500, end_ms: 61_500 });
  });

  it('lets the item that lost most stand in, with its first evidence', () => {
    const change = oneChange({ ...exampleEvaluation, one_change: { note_id: null, question: 'accuracy' } });
    expect(change?.note).toBeNull();
    expect(change?.answer?.comment).toBe('Fifteen days, not seven.');
    expect(change?.at).toEqual({ start_ms: 61_000, end_ms: 66_000 });
  });

  it('has nothing to change where nothing was lost or marked', () => {
    expect(oneChange({ ...exampleEvaluation, one_change: { note_id: null, question: null } })).toBeNull();
    expect(oneChange({ ...exampleEvaluation, one_change: { note_id: 'gone', question: 'gone' } })).toBeNull();
  });

  it('numbers every pin in the order in which it is heard', () => {
    expect(moments(exampleEvaluation).map(({ number, id, kind }) => [number, id, kind])).toEqual([
      [1, 'greeting/0', 'evidence'],
      [2, 'n4', 'strength'],
      [3, 'n2', 'strength'],
      [4, 'n1', 'one_change'],
      [5, 'accuracy/0', 'evidence'],
    ]);
  });

  it('does not call evidence of a full mark a deduction', () => {
    const [greeting] = exampleEvaluation.answers.greeting?.evidence ?? [];
    if (!greeting || !exampleEvaluation.answers.resolved) throw new Error('the example has evidence');
    const resolved = { ...exampleEvaluation.answers.resolved, evidence: [greeting] };
    const evaluation = { ...exampleEvaluation, answers: { ...exampleEvaluation.answers, resolved } };
    expect(moments(evaluation).find(({ id }) => id === 'resolved/0')?.kind).toBe('grounds');
  });

  it('keeps notes about the whole call apart, without telling anything twice', () => {
    const [first] = exampleEvaluation.notes;
    if (!first) throw new Error('the example has notes');
    const whole = { ...first, id: 'n5', kind: 'note' as const, start_ms: null, end_ms: null };
    const notes = [...exampleEvaluation.notes, whole];
    expect(looseNotes({ ...exampleEvaluation, notes }).map((note) => note.id)).toEqual(['n5']);
    expect(looseNotes({ notes, one_change: { note_id: 'n5', question: null } })).toEqual([]);
  });

  it('opens only the items that lose marks, and leaves out what was never asked', () => {
    const items = feedbackItems(exampleEvaluation);
    expect(items.map((item) => [item.question.key, item.isLosing])).toEqual([
      ['greeting', true],
      ['identity', false],
      ['accuracy', true],
      ['resolved', false],
    ]);
    expect(items[2]?.chosen).toEqual([{ en: 'Wrong' }]);
  });
});

describe('a clip', () => {
  const MINUTE = 60_000;

  it('is ten seconds around its moment, with a lead', () => {
    expect(clipAround({ start_ms: 20_000, end_ms: 20_000 }, MINUTE)).toEqual({
      start_ms: 17_000,
      end_ms: 27_000,
    });
  });

  it('holds the whole range where that is short enough, and plays a long one whole', () => {
    const nine = clipAround({ start_ms: 20_000, end_ms: 29_000 }, MINUTE);
    expect(nine).toEqual({ start_ms: 19_000, end_ms: 29_000 });
    expect(clipAround({ start_ms: 20_000, end_ms: 45_000 }, MINUTE)).toEqual({
      start_ms: 20_000,
      end_ms: 45_000,
    });
  });

  it('stays inside the call', () => {
    expect(clipAround({ start_ms: 1_000, end_ms: 1_000 }, MINUTE)).toEqual({ start_ms: 0, end_ms: 10_000 });
    expect(clipAround({ start_ms: 59_000, end_ms: 59_000 }, MINUTE)).toEqual({
      start_ms: 50_000,
      end_ms: 60_000,
    });
    expect(clipAround({ start_ms: 2_000, end_ms: 2_000 }, 4_000)).toEqual({ start_ms: 0, end_ms: 4_000 });
  });
});
