// @vitest-environment jsdom
import { act, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CardDraft } from '../../api/cards';
import { type CardDraftKeeper, useCardDraft } from './useCardDraft';

const initial: CardDraft = {
  scorecard_id: 'card-id',
  key: 'card',
  retired: false,
  edit: 1,
  definition: { key: 'card', method: 'weighted', sections: [] },
  problems: [],
  latest: null,
  is_behind: false,
  changed_by: null,
  changed_at: '2026-11-26T12:00:00Z',
};

let keeper: CardDraftKeeper;
let sent: { edit: number; definition: { pass?: number } }[];
let leave: () => void;

function Probe() {
  const now = useCardDraft(initial);
  useEffect(() => {
    keeper = now;
  });
  return null;
}

/** The next answers: the number of the save, or a conflict. */
function answering(answers: (number | 'conflict')[]) {
  vi.stubGlobal('fetch', (_: string, request: { body: string }) => {
    sent.push(JSON.parse(request.body) as (typeof sent)[number]);
    const answer = answers.shift();
    return Promise.resolve(
      answer === 'conflict'
        ? new Response(JSON.stringify({ code: 'edited_elsewhere', message: '', params: {} }), { status: 409 })
        : new Response(JSON.stringify({ ...initial, edit: answer })),
    );
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  sent = [];
  const root = createRoot(document.createElement('div'));
  act(() => {
    root.render(<Probe />);
  });
  leave = () => {
    act(() => {
      root.unmount();
    });
  };
});

afterEach(() => {
  leave();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const type = (pass: number) => {
  act(() => {
    keeper.change({ ...keeper.draft, pass });
  });
};
const wait = () => act(() => vi.advanceTimersByTimeAsync(1_000));

test('what is typed is saved once, a moment after the last change, on top of the last save', async () => {
  answering([2, 3]);
  type(8);
  type(80);
  expect(sent).toEqual([]);
  await wait();
  expect(sent.map(({ edit, definition }) => [edit, definition.pass])).toEqual([[1, 80]]);
  type(85);
  await wait();
  expect(sent[1]?.edit).toBe(2);
  expect([keeper.state, keeper.edit]).toEqual(['saved', 3]);
});

test('what another window saved stops the saving and is told', async () => {
  answering(['conflict']);
  type(80);
  await wait();
  expect(keeper.state).toBe('conflict');
});

test('a change is undone, and that is saved too', async () => {
  answering([2, 3]);
  type(80);
  await wait();
  act(() => keeper.undo?.());
  expect(keeper.undo).toBeNull();
  await wait();
  expect(sent[1]?.definition.pass).toBeUndefined();
});
