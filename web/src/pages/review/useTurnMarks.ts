// Where one is in a text, and the marks of a range of it: what a call has as the second and its marks.
import { useMemo, useState } from 'react';
import { showTurn, type Turns } from '../../text/turns';

export interface TurnMarks {
  /** The turn that one is at, counted from 1. */
  current: number;
  /** The marked range; a lone mark is a range of one. */
  range: Turns | null;
  go: (number: number) => void;
  step: (by: 1 | -1) => void;
  markIn: () => void;
  markOut: () => void;
  clear: () => void;
  /** The marked range, or this turn where nothing is marked; the marks are used up. */
  take: () => Turns;
}

interface State {
  current: number;
  in: number | null;
  out: number | null;
}

/** `count`: how many turns there are; null where there is no text to read. */
export function useTurnMarks(count: number | null): TurnMarks | null {
  const [state, setState] = useState<State>({ current: 1, in: null, out: null });
  return useMemo(() => {
    if (count === null) return null;
    const { current } = state;
    const range = rangeOf(state);
    const clear = () => {
      setState((before) => ({ ...before, in: null, out: null }));
    };
    const go = (number: number) => {
      const there = Math.min(Math.max(number, 1), Math.max(count, 1));
      setState((before) => ({ ...before, current: there }));
      showTurn(there);
    };
    return {
      current,
      range,
      go,
      step: (by) => {
        go(current + by);
      },
      markIn: () => {
        setState((before) => ({ ...before, in: before.current }));
      },
      markOut: () => {
        setState((before) => ({ ...before, out: before.current }));
      },
      clear,
      take: () => {
        clear();
        return range ?? { first: current, last: current };
      },
    };
  }, [count, state]);
}

/** Marked the wrong way round it is the same range. */
export function rangeOf(marks: Pick<State, 'in' | 'out'>): Turns | null {
  const ends = [marks.in, marks.out].filter((end) => end !== null);
  if (ends.length === 0) return null;
  return { first: Math.min(...ends), last: Math.max(...ends) };
}
