// The sound of a clip or a case, as the player takes it.
import { casePeaksPath, caseSoundAddress } from '../../api/cases';
import type { Case, Clip } from '../../api/caseShapes';
import { clipPeaksPath, clipSoundAddress } from '../../api/clips';
import type { PlayableSound } from '../../player/useSoundPlayback';

type OfCase = Pick<Case, 'id' | 'sound' | 'start_ms' | 'end_ms' | 'channels'>;
type OfClip = Pick<Clip, 'id' | 'start_ms' | 'end_ms' | 'channels'>;

/** Null while it is being prepared, or where it cannot be heard at all. */
export function soundOfCase(one: OfCase): PlayableSound | null {
  if (one.sound !== 'ready') return null;
  return playable(one, caseSoundAddress(one.id), casePeaksPath(one.id));
}

export function soundOfClip(clip: OfClip): PlayableSound {
  return playable(clip, clipSoundAddress(clip.id), clipPeaksPath(clip.id));
}

function playable(of: OfClip, address: string, peaks: string): PlayableSound {
  const { id, start_ms, end_ms, channels } = of;
  const numbers = Object.keys(channels).map(Number);
  const channel_count = Math.max(...numbers, 0) + 1;
  return { id, address, peaks, length_ms: end_ms - start_ms, channels, channel_count };
}
