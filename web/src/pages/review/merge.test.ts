import { describe, expect, it } from 'vitest';
import { answer } from '../../scorecard/cards.fixture';
import type { Content } from './draft';
import { mergeContent } from './merge';
import { newNote } from './notes';

const content = (answers: Content['answers'], notes: Content['notes'] = []): Content => ({ answers, notes });
const note = (id: string, text: string, is_one_change = false) => ({
  ...newNote(id, 'note', null),
  text,
  is_one_change,
});

describe('two windows on one draft', () => {
  it('keep what each of them did', () => {
    const base = content({ a: answer(['x']) });
    const mine = content({ a: answer(['y']) });
    const theirs = content({ a: answer(['x']), b: answer(['z']) });
    const merged = mergeContent(base, mine, theirs);
    expect(merged.content.answers).toEqual({ a: answer(['y']), b: answer(['z']) });
    expect(merged).toMatchObject({ taken: 1, contested: 0 });
  });

  it('keep this window where both changed the same, and count it', () => {
    const merged = mergeContent(
      content({}),
      content({ a: answer(['mine']) }),
      content({ a: answer(['theirs']) }),
    );
    expect(merged.content.answers.a?.options).toEqual(['mine']);
    expect(merged.contested).toBe(1);
  });

  it('do not contend where both did the same', () => {
    const both = content({ a: answer(['x']) });
    expect(mergeContent(content({}), both, both)).toMatchObject({ taken: 0, contested: 0, content: both });
  });

  it('drop what the other one removed, unless it was changed here', () => {
    const base = content({}, [note('1', 'one'), note('2', 'two')]);
    const mine = content({}, [note('1', 'one'), note('2', 'two, better')]);
    const merged = mergeContent(base, mine, content({}, []));
    expect(merged.content.notes.map((one) => one.text)).toEqual(['two, better']);
  });

  it('do not bring back what was removed here', () => {
    const base = content({}, [note('1', 'one')]);
    expect(mergeContent(base, content({}), base).content.notes).toEqual([]);
  });

  it('leave one thing to change, this window’s', () => {
    const merged = mergeContent(
      content({}),
      content({}, [note('1', 'm', true)]),
      content({}, [note('2', 't', true)]),
    );
    expect(merged.content.notes.map((one) => [one.id, one.is_one_change])).toEqual([
      ['1', true],
      ['2', false],
    ]);
  });
});
