import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiProblem } from '../../api/problem';
import { answer } from '../../scorecard/cards.fixture';
import { Autosave, type SaveStatus, type Stored, TEXT_PAUSE_MS, withLeftovers } from './autosave';
import type { Content } from './draft';
import type { Merged } from './merge';

const empty: Content = { answers: {}, notes: [] };
const withA = (option: string): Content => ({ answers: { a: answer([option]) }, notes: [] });
const withB = (option: string): Content => ({ answers: { b: answer([option]) }, notes: [] });

/** A server that stores one draft as ours does. */
function server(stored: Stored = { edit: 0, content: empty }) {
  const state = { stored, puts: 0, running: 0, mostAtOnce: 0, fail: null as ApiProblem | null };
  return {
    state,
    put: async (sent: Stored) => {
      state.puts += 1;
      state.running += 1;
      state.mostAtOnce = Math.max(state.mostAtOnce, state.running);
      await new Promise((resolve) => setTimeout(resolve, 50));
      state.running -= 1;
      if (state.fail) throw state.fail;
      if (sent.edit !== state.stored.edit) throw new ApiProblem('edited_elsewhere', {}, 409);
      state.stored = { edit: sent.edit + 1, content: sent.content };
      const preview = { complete: false, score: null, lost: [], hidden: [] };
      return { edit: state.stored.edit, saved_at: '2026-11-22T10:02:00Z', open: [], preview };
    },
    get: () => Promise.resolve(state.stored),
  };
}

function saving(remote: ReturnType<typeof server>, begun: Stored = { edit: 0, content: empty }) {
  const statuses: SaveStatus['kind'][] = [];
  const kept: Content[] = [];
  const merges: Merged[] = [];
  let drops = 0;
  const autosave = new Autosave(begun, null, {
    put: remote.put,
    get: remote.get,
    keep: (leftover) => kept.push(leftover.content),
    drop: () => (drops += 1),
    onStatus: (status) => statuses.push(status.kind),
    onSaved: () => undefined,
    onMerged: (merged) => {
      merges.push(merged);
      return merged.content;
    },
  });
  return { autosave, statuses, kept, merges, drops: () => drops };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('saving by itself', () => {
  it('sends answers at once and text when typing pauses', async () => {
    const remote = server();
    const { autosave } = saving(remote);
    autosave.changed(withA('x'), 'typing');
    await vi.advanceTimersByTimeAsync(TEXT_PAUSE_MS - 1);
    expect(remote.state.puts).toBe(0);
    autosave.changed(withA('y'), 'at_once');
    await vi.advanceTimersByTimeAsync(60);
    expect(remote.state.stored.content).toEqual(withA('y'));
  });

  it('has one request on its way, and sends what came meanwhile after it', async () => {
    const remote = server();
    const { autosave, statuses } = saving(remote);
    for (const option of ['1', '2', '3']) {
      autosave.changed(withA(option), 'at_once');
      await vi.advanceTimersByTimeAsync(10);
    }
    await vi.runAllTimersAsync();
    expect(remote.state).toMatchObject({ mostAtOnce: 1, puts: 2, stored: { content: withA('3') } });
    expect(statuses.at(-1)).toBe('saved');
  });

  it('keeps in the browser what is not saved, and drops it when it is', async () => {
    const remote = server();
    const { autosave, kept, drops } = saving(remote);
    autosave.changed(withA('x'), 'at_once');
    expect(kept).toEqual([withA('x')]);
    expect(drops()).toBe(0);
    await vi.runAllTimersAsync();
    expect(drops()).toBe(1);
  });

  it('tries again by itself while the server cannot be reached', async () => {
    const remote = server();
    const { autosave, statuses } = saving(remote);
    remote.state.fail = new ApiProblem('unreachable');
    autosave.changed(withA('x'), 'at_once');
    await vi.advanceTimersByTimeAsync(100);
    expect(statuses.at(-1)).toBe('offline');
    remote.state.fail = null;
    await vi.advanceTimersByTimeAsync(3_000);
    expect(remote.state.stored.content).toEqual(withA('x'));
    expect(statuses.at(-1)).toBe('saved');
  });

  it('does not try again what was refused', async () => {
    const remote = server();
    const { autosave, statuses } = saving(remote);
    remote.state.fail = new ApiProblem('not_found', {}, 404);
    autosave.changed(withA('x'), 'at_once');
    await vi.runAllTimersAsync();
    expect(remote.state.puts).toBe(1);
    expect(statuses.at(-1)).toBe('refused');
  });

  it('puts its own changes on top of another window’s and saves both', async () => {
    const remote = server({ edit: 3, content: withB('theirs') });
    const { autosave, merges } = saving(remote, { edit: 2, content: empty });
    autosave.changed(withA('mine'), 'at_once');
    const flushed = autosave.flush();
    await vi.runAllTimersAsync();
    expect(await flushed).toBe(true);
    expect(remote.state.stored).toEqual({
      edit: 4,
      content: { answers: { a: answer(['mine']), b: answer(['theirs']) }, notes: [] },
    });
    expect(merges).toMatchObject([{ taken: 1, contested: 0 }]);
  });

  it('says at a flush whether the server has everything', async () => {
    const remote = server();
    const { autosave } = saving(remote);
    autosave.changed(withA('x'), 'typing');
    remote.state.fail = new ApiProblem('unreachable');
    const flushed = autosave.flush();
    await vi.advanceTimersByTimeAsync(100);
    expect(await flushed).toBe(false);
    autosave.close();
  });
});

describe('what was left over', () => {
  it('comes on top of what the server has by now', () => {
    const leftover = { base: empty, edit: 0, content: withA('unsaved') };
    expect(withLeftovers(withB('saved elsewhere'), [leftover]).answers).toEqual({
      a: answer(['unsaved']),
      b: answer(['saved elsewhere']),
    });
  });
});
