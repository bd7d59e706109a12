import { useSyncExternalStore } from 'react';

/** Below this the side panel has no room beside transcript and score sheet. */
const narrow = window.matchMedia('(max-width: 1279px)');

export function useIsNarrow(): boolean {
  return useSyncExternalStore(
    (listener) => {
      narrow.addEventListener('change', listener);
      return () => {
        narrow.removeEventListener('change', listener);
      };
    },
    () => narrow.matches,
  );
}
