import { describe, expect, it } from 'vitest';
import type { Assignment } from '../../api/types';
import { pinnedBy, pinsOf } from './pins';
import { startOf } from './place';
import { afterThis, walkOf } from './walk';
import { asKind, editNote, inOrder, isEmpty, newNote, toggleOneChange } from './notes';
import { answer, CONDITIONAL } from '../../scorecard/cards.fixture';

const assignment = (id: string, evaluation_id: string | null) => ({ id, evaluation_id }) as Assignment;
const listed = (id: string, assignment_id: string | null = null) => ({ id, assignment_id });
const list = [assignment('1', 'e1'), assignment('2', 'e2'), assignment('3', null)];

describe('walking along the list', () => {
  it('knows the place and both neighbours', () => {
    expect(walkOf(list, listed('e2'))).toMatchObject({
      place: 2,
      total: 3,
      previous: { id: '1' },
      next: { id: '3' },
    });
  });

  it('begins with the first for an evaluation that is not on it', () => {
    expect(walkOf(list, listed('other'))).toMatchObject({ place: null, previous: null, next: { id: '1' } });
  });

  it('knows an evaluation that was begun after the list was fetched', () => {
    expect(walkOf(list, listed('e3', '3'))).toMatchObject({ place: 3, next: null });
    expect(afterThis([assignment('3', null)], listed('e3', '3'))).toBeNull();
  });

  it('goes on below, then to what was left above, and ends when nothing is left', () => {
    expect(afterThis(list, listed('e2'))?.id).toBe('3');
    expect(afterThis([assignment('1', 'e1'), assignment('2', 'e2')], listed('e2'))?.id).toBe('1');
    expect(afterThis([assignment('2', 'e2')], listed('e2'))).toBeNull();
  });
});

describe('where listening begins', () => {
  it('is shortly before the first word, but never before the agent’s own part', () => {
    expect(startOf({ firstSound_ms: 5_000, firstWord_ms: 6_000, part_ms: null })).toBe(4_700);
    expect(startOf({ firstSound_ms: 5_000, firstWord_ms: null, part_ms: 197_900 })).toBe(197_900);
    expect(startOf({ firstSound_ms: null, firstWord_ms: 2_000, part_ms: 0 })).toBe(1_700);
    expect(startOf({ firstSound_ms: null, firstWord_ms: null, part_ms: null })).toBe(0);
  });
});

describe('notes', () => {
  const one = { ...newNote('1', 'note', { start_ms: 9_000.4, end_ms: 12_000 }), text: 'a' };
  const two = { ...newNote('2', 'strength', null), text: 'b' };

  it('stand in the order of the call, with whole milliseconds', () => {
    expect(one.start_ms).toBe(9_000);
    expect(inOrder([one, two]).map((note) => note.id)).toEqual(['2', '1']);
  });

  it('have one thing to change among them at most', () => {
    const marked = toggleOneChange([one, { ...two, is_one_change: true }], '1');
    expect(marked.map((note) => note.is_one_change)).toEqual([true, false]);
    expect(toggleOneChange(marked, '1').some((note) => note.is_one_change)).toBe(false);
  });

  it('lose that mark when they become a strength', () => {
    const marked = editNote([one], '1', { is_one_change: true, say_instead: 'c' });
    expect(asKind(marked, '1', 'strength')[0]).toMatchObject({ is_one_change: false, say_instead: null });
  });

  it('without a word are empty', () => {
    expect(isEmpty(newNote('3', 'note', null))).toBe(true);
    expect(isEmpty(one)).toBe(false);
  });

  it('and evidence are pinned, and a pin knows what it belongs to', () => {
    const evidence = { kind: 'range' as const, start_ms: 5, end_ms: 5, channel: null };
    const answers = { greeting: answer(['no'], { evidence: [{ kind: 'not_said' }, evidence] }) };
    const pins = pinsOf(CONDITIONAL, answers, [one, two], (words) => words.en ?? '');
    expect(pins.map((pin) => pin.kind)).toEqual(['note', 'evidence']);
    expect(pins.map(pinnedBy)).toEqual([{ note: '1' }, { question: 'greeting' }]);
  });
});
