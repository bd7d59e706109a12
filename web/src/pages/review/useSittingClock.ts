// In a sitting that is tied to no call, time counts from its beginning.
import { useMemo } from 'react';
import type { Evaluation } from '../../api/types';

/** Says which second of the sitting it is; null where there is none, or its call has a timeline. */
export function useSittingClock({ call_id, sitting }: Evaluation): { position_ms: number } | null {
  const began = call_id === null && sitting ? Date.parse(sitting.began_at) : null;
  const ended = sitting?.ended_at ? Date.parse(sitting.ended_at) : null;
  return useMemo(() => {
    if (began === null) return null;
    return {
      get position_ms() {
        return Math.max(0, (ended ?? Date.now()) - began);
      },
    };
  }, [began, ended]);
}
