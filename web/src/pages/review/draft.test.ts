import { describe, expect, it } from 'vitest';
import { answer } from '../../scorecard/cards.fixture';
import { changed, type Content, draftOf, replaced, sameContent, undone } from './draft';
import { editNote, newNote } from './notes';

const empty: Content = { answers: {}, notes: [] };
const note = newNote('n1', 'note', { start_ms: 1_000, end_ms: 1_000 });

describe('steps back', () => {
  it('take the last change back, one by one', () => {
    const one = changed(draftOf(empty), { ...empty, answers: { a: answer(['x']) } });
    const two = changed(one, { ...one.content, answers: { ...one.content.answers, a: answer(['y']) } });
    expect(undone(two).content.answers.a?.options).toEqual(['x']);
    expect(undone(undone(two)).content).toEqual(empty);
    expect(undone(draftOf(empty)).content).toBe(empty);
  });

  it('bring a removed note back', () => {
    const removed = changed(draftOf({ ...empty, notes: [note] }), empty);
    expect(undone(removed).content.notes).toEqual([note]);
  });

  it('take what was typed in one field back as a whole', () => {
    let draft = draftOf({ ...empty, notes: [note] });
    for (const text of ['h', 'he', 'hey']) {
      draft = changed(
        draft,
        { ...draft.content, notes: editNote(draft.content.notes, 'n1', { text }) },
        'note n1 text',
      );
    }
    expect(draft.past).toHaveLength(1);
    expect(undone(draft).content.notes[0]?.text).toBe('');
  });

  it('do not touch what another window brought in between', () => {
    const mine = changed(draftOf(empty), { ...empty, answers: { a: answer(['x']) } });
    const merged = replaced(mine, {
      ...mine.content,
      answers: { ...mine.content.answers, b: answer(['z']) },
    });
    expect(undone(merged).content.answers).toEqual({ b: answer(['z']) });
  });

  it('are not made by a change that changes nothing', () => {
    const draft = draftOf({ answers: { a: answer(['x']) }, notes: [] });
    expect(changed(draft, { ...draft.content })).toBe(draft);
  });
});

describe('the same content', () => {
  it('does not depend on the order of keys', () => {
    const one = { answers: { a: answer(['x']), b: answer(['y']) }, notes: [] };
    expect(sameContent(one, { notes: [], answers: { b: answer(['y']), a: answer(['x']) } })).toBe(true);
    expect(sameContent(one, empty)).toBe(false);
  });
});
