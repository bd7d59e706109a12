import { useMatches } from '../../app/media';

/** Below this the side panel has no room beside transcript and score sheet. */
const narrow = window.matchMedia('(max-width: 1279px)');

export function useIsNarrow(): boolean {
  return useMatches(narrow);
}
