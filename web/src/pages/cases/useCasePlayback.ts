// The sound of a case in the player; it stays while what is said of the case changes.
import { useMemo } from 'react';
import type { Case } from '../../api/caseShapes';
import type { Playback } from '../../player/usePlayback';
import { useSoundPlayback } from '../../player/useSoundPlayback';
import { soundOfCase } from './sound';

export function useCasePlayback(one: Case): Playback {
  const { id, sound, start_ms, end_ms, channels } = one;
  const playable = useMemo(
    () => soundOfCase({ id, sound, start_ms, end_ms, channels }),
    [id, sound, start_ms, end_ms, channels],
  );
  return useSoundPlayback(playable);
}
