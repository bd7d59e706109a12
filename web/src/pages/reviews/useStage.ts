// Where the presentation stands, and the keys that move it: Space, the arrows, D for a decision.
import { useEffect, useEffectEvent, useState } from 'react';
import { FIRST, onwards, type Stage, toEntry } from './stage';

export type Stepping = { now: Stage; onwards: () => void; go: (entry: number) => void };

/** Whether somebody is typing: then keys are letters. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [role=combobox]') !== null;
}

export function useStage(points: readonly number[]): Stepping {
  const [now, setNow] = useState<Stage>(FIRST);
  const step = () => {
    setNow((stage) => onwards(stage, points));
  };
  const go = (entry: number) => {
    setNow(toEntry(entry, points));
  };
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    const isButton = event.target instanceof HTMLElement && event.target.closest('button') !== null;
    if (event.code === 'Space' && !isButton) step();
    else if (event.code === 'ArrowRight') go(now.entry + 1);
    else if (event.code === 'ArrowLeft') go(now.entry - 1);
    else if (event.code === 'KeyD') document.querySelector<HTMLInputElement>('#text')?.focus();
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      onKey(event);
    };
    document.addEventListener('keydown', listener);
    return () => {
      document.removeEventListener('keydown', listener);
    };
  }, []);
  return { now, onwards: step, go };
}
