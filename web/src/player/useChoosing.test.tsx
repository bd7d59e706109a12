// @vitest-environment jsdom
import { act, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Choosing, useChoosing, useChoosingKeys } from './useChoosing';
import { type Marks, useMarks } from './useMarks';
import type { SpokenLine } from './utterances';

const LINES = [0, 1, 2, 3].map(
  (place) => ({ id: String(place), start_ms: place * 1_000, end_ms: place * 1_000 + 800 }) as SpokenLine,
);

let marks: Marks;
let choosing: Choosing | null;
let reached: number[];
let leave: () => void;

/** A page on which the second utterance is heard. */
function Probe() {
  const own = useMarks({ position_ms: 1_200 });
  const chosen = useChoosing(own, LINES, 1);
  useChoosingKeys(chosen, (place) => reached.push(place));
  useEffect(() => {
    marks = own;
    choosing = chosen;
  });
  return null;
}

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  reached = [];
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
  document.body.innerHTML = '';
  vi.unstubAllGlobals();
});

function press(code: string, more: KeyboardEventInit = {}, on: EventTarget = document.body): KeyboardEvent {
  const event = new KeyboardEvent('keydown', {
    code,
    shiftKey: true,
    bubbles: true,
    cancelable: true,
    ...more,
  });
  act(() => {
    on.dispatchEvent(event);
  });
  return event;
}

test('Shift with the arrows chooses what is heard first, then one more or one less', () => {
  expect(press('ArrowDown').defaultPrevented).toBe(true);
  expect(marks.range).toEqual({ start_ms: 1_000, end_ms: 1_800 });
  press('ArrowDown');
  expect(marks.range).toEqual({ start_ms: 1_000, end_ms: 2_800 });
  press('ArrowUp');
  press('ArrowUp');
  expect(marks.range, 'over where it began').toEqual({ start_ms: 0, end_ms: 1_800 });
  expect(reached).toEqual([1, 2, 1, 0]);
});

test('a press on an utterance goes on from there, until the marks are set elsewhere', () => {
  act(() => {
    choosing?.to(3);
  });
  expect(marks.range).toEqual({ start_ms: 1_000, end_ms: 3_800 });
  act(() => {
    choosing?.to(0);
  });
  expect(marks.range).toEqual({ start_ms: 0, end_ms: 1_800 });
  act(() => {
    marks.set({ start_ms: 100, end_ms: 300 });
  });
  press('ArrowDown');
  expect(marks.range, 'anew from what is heard').toEqual({ start_ms: 1_000, end_ms: 1_800 });
  act(() => {
    marks.clear();
  });
  expect(marks.range).toBeNull();
});

test('other keys, and keys of fields and sliders, choose nothing', () => {
  document.body.innerHTML = '<textarea></textarea><div role="slider" tabindex="0"></div>';
  for (const field of document.body.children) press('ArrowDown', {}, field);
  press('ArrowDown', { shiftKey: false });
  press('ArrowDown', { ctrlKey: true });
  press('ArrowLeft');
  expect(marks.range).toBeNull();
});
