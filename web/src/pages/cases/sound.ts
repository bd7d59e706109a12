// The sound of a clip or a case, as the player takes it.
import { casePeaksPath, caseSoundAddress } from '../../api/cases';
import type { Case, CaseSound, Clip } from '../../api/caseShapes';
import { clipPeaksPath, clipSoundAddress } from '../../api/clips';
import type { PlayableSound } from '../../player/useSoundPlayback';

export function soundOfCase({ id, sound }: Pick<Case, 'id' | 'sound'>): PlayableSound | null {
  return playable(id, sound, caseSoundAddress(id), casePeaksPath(id));
}

export function soundOfClip({ id, sound }: Pick<Clip, 'id' | 'sound'>): PlayableSound | null {
  return playable(id, sound, clipSoundAddress(id), clipPeaksPath(id));
}

function playable(id: string, sound: CaseSound, address: string, peaks: string): PlayableSound | null {
  if (sound.state !== 'ready') return null;
  const { start_ms, end_ms, channels, channel_count } = sound;
  return { id, address, peaks, length_ms: end_ms - start_ms, channels, channel_count };
}
