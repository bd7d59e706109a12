// What the screen and the system of whoever looks at it say: how wide it is, whether things should move.
import { useSyncExternalStore } from 'react';

const stillness = window.matchMedia('(prefers-reduced-motion: reduce)');

/** Whether a media query holds, now and whenever that changes. */
export function useMatches(query: MediaQueryList): boolean {
  return useSyncExternalStore(
    (listener) => {
      query.addEventListener('change', listener);
      return () => {
        query.removeEventListener('change', listener);
      };
    },
    () => query.matches,
  );
}

/** Whether things may slide and fade: not where somebody asked their system for less motion. */
export function useMotion(): boolean {
  return !useMatches(stillness);
}
