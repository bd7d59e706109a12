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

/** The next answers to saves: the number of the save, or a conflict; `stored` is what is read then. */
function answering(answers: (number | 'conflict')[], stored: Partial<CardDraft> = {}) {
  vi.stubGlobal('fetch', (_: string, request?: { method?: string; body?: string | null }) => {
    if (typeof request?.body !== 'string') {
      return Promise.resolve(new Response(JSON.stringify({ ...initial, ...stored })));
    }
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

test('what another window saved is merged and saved with what was changed here', async () => {
  const theirs = { ...initial.definition, title: { en: 'Card' } };
  answering(['conflict', 6], { edit: 5, definition: theirs });
  type(80);
  await wait();
  expect(sent.map(({ edit }) => edit)).toEqual([1, 5]);
  expect(sent[1]?.definition).toEqual({ ...theirs, pass: 80 });
  expect([keeper.state, keeper.edit, keeper.contested]).toEqual(['saved', 6, []]);
});

test('what both windows changed is told, and stays as it is here', async () => {
  answering(['conflict', 6], { edit: 5, definition: { ...initial.definition, pass: 70 } });
  type(80);
  await wait();
  expect(sent[1]?.definition.pass).toBe(80);
  expect(keeper.contested).toEqual([{ kind: 'card', field: 'pass' }]);
  act(() => {
    keeper.dismiss();
  });
  expect(keeper.contested).toEqual([]);
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
