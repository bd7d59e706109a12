// @vitest-environment jsdom
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApiProblem } from '../../api/problem';
import type { Evaluation } from '../../api/types';
import { choose } from '../../scorecard/answers';
import { answer, CONDITIONAL, POINTS } from '../../scorecard/cards.fixture';
import type { Card } from '../../scorecard/types';
import { DraftKeeper } from './keeper';
import { Leftovers } from './leftovers';

function evaluationOf(definition: Card, more: Partial<Evaluation> = {}): Evaluation {
  return {
    id: 'e1',
    edit: 0,
    answers: {},
    notes: [],
    open: [],
    preview: { complete: false, score: null, lost: [], hidden: [] },
    changed_at: '2026-11-22T10:00:00Z',
    scorecard_version: { definition },
    ...more,
  } as Evaluation;
}

function keeperOf(evaluation: Evaluation, window_name = 'one') {
  const save = vi.fn((_id: string, draft: { edit: number }) =>
    Promise.resolve({
      edit: draft.edit + 1,
      saved_at: '2026-11-22T10:02:00Z',
      open: [],
      preview: evaluation.preview,
    }),
  );
  const server = { save, read: () => Promise.resolve(evaluation) };
  return {
    keeper: new DraftKeeper(evaluation, new Leftovers('e1', window_name, localStorage), server),
    save,
  };
}

const answering =
  (key: string, option: string, card: Card) =>
  (content: { answers: Evaluation['answers']; notes: Evaluation['notes'] }) => ({
    ...content,
    answers: choose(card, content.answers, key, option),
  });

afterEach(() => {
  localStorage.clear();
});

describe('an evaluation being worked on', () => {
  it('begins with the defaults of its card, and saves them', async () => {
    const { keeper, save } = keeperOf(evaluationOf(POINTS));
    expect(keeper.desk().content.answers.terms?.options).toEqual(['none']);
    expect(keeper.desk().open).toEqual([]);
    keeper.open();
    expect(await keeper.flush()).toBe(true);
    expect(save).toHaveBeenCalledOnce();
  });

  it('asks what a condition opens at once, and undoes both together', () => {
    const { keeper } = keeperOf(evaluationOf(CONDITIONAL));
    keeper.change(answering('resolved', 'promised', CONDITIONAL));
    expect(keeper.desk().open.map((open) => open.question)).toEqual(['greeting', 'promise']);
    keeper.undo();
    expect(keeper.desk().content.answers).toEqual({});
    expect(keeper.desk().canUndo).toBe(false);
  });

  it('comes back after a reload with what could not be saved', async () => {
    const first = keeperOf(evaluationOf(CONDITIONAL));
    first.save.mockRejectedValue(new ApiProblem('unreachable'));
    first.keeper.change(answering('greeting', 'no', CONDITIONAL));
    expect(await first.keeper.flush()).toBe(false);
    first.keeper.close();
    const second = keeperOf(evaluationOf(CONDITIONAL), 'another window');
    expect(second.keeper.desk().content.answers).toEqual({ greeting: answer(['no']) });
  });

  it('takes what another window left over as its own, so that it is not brought back twice', async () => {
    const left = {
      base: { answers: {}, notes: [] },
      edit: 0,
      content: { answers: { greeting: answer(['no']) }, notes: [] },
    };
    new Leftovers('e1', 'gone', localStorage).keep(left);
    const { keeper } = keeperOf(evaluationOf(CONDITIONAL));
    keeper.open();
    expect(new Leftovers('e1', 'one', localStorage).found()).toMatchObject([{ content: left.content }]);
    expect(await keeper.flush()).toBe(true);
    expect(localStorage).toHaveLength(0);
  });

  it('has nothing left over when a change is undone before it is sent', () => {
    const { keeper, save } = keeperOf(evaluationOf(CONDITIONAL));
    keeper.change(answering('greeting', 'no', CONDITIONAL));
    keeper.undo();
    expect(localStorage).toHaveLength(0);
    expect(keeper.desk().status.kind).toBe('saved');
    expect(save).not.toHaveBeenCalled();
  });

  it('leaves nothing behind when it is finished', async () => {
    const { keeper } = keeperOf(evaluationOf(CONDITIONAL));
    keeper.change(answering('greeting', 'no', CONDITIONAL));
    expect(localStorage).toHaveLength(1);
    await keeper.flush();
    keeper.forget();
    expect(localStorage).toHaveLength(0);
  });
});
