// A range of the call chosen by what is said: the marks go to the first utterance's start and the last's end.
import { useState } from 'react';
import { useWindowKey } from '../components/useWindowKey';
import { type Chosen, chosenTo, isSame, spanOf, stepped } from './choosing';
import type { Marks } from './useMarks';
import type { SpokenLine } from './utterances';

export interface Choosing {
  /** Chooses up to the utterance of this place. */
  to: (place: number) => void;
  /** Chooses one more or one less; the place that was reached. */
  step: (by: 1 | -1) => number | null;
}

/** `current`: the place of what is heard; −1 before anybody spoke. */
export function useChoosing(
  marks: Marks | undefined,
  lines: readonly SpokenLine[],
  current: number,
): Choosing | null {
  const [ends, setEnds] = useState<Chosen | null>(null);
  if (!marks) return null;
  // Marks that were set elsewhere since, or taken away, are not what was chosen here.
  const known = ends !== null && isSame(spanOf(lines, ends), marks.range) ? ends : null;
  const choose = (next: Chosen | null) => {
    const span = next && spanOf(lines, next);
    if (!span) return;
    setEnds(next);
    marks.set(span);
  };
  return {
    to: (place) => {
      choose(chosenTo(place, known, current));
    },
    step: (by) => {
      const next = stepped(by, known, current, lines.length);
      choose(next);
      return next?.end ?? null;
    },
  };
}

/** What has a use of its own for the arrows. */
const CONTROLS =
  'input, textarea, select, [contenteditable], [role=combobox], [role=dialog], [role=slider], [role=listbox], [role=menu], [role=tablist], [role=radiogroup]';

/** Shift+↓ and Shift+↑; `onStep` is told which place was reached. */
export function useChoosingKeys(choosing: Choosing | null, onStep: (place: number) => void): void {
  useWindowKey((event) => {
    if (!choosing || event.defaultPrevented || !event.shiftKey) return;
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const by = event.code === 'ArrowDown' ? 1 : event.code === 'ArrowUp' ? -1 : null;
    if (by === null || (event.target instanceof HTMLElement && event.target.closest(CONTROLS))) return;
    const place = choosing.step(by);
    if (place === null) return;
    event.preventDefault();
    onStep(place);
  });
}
