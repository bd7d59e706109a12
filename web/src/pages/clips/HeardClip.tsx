// A clip heard where it stands; it plays at once.
import { useEffect, useMemo } from 'react';
import type { Clip } from '../../api/caseShapes';
import { CallPlayer } from '../../player/CallPlayer';
import { useSoundPlayback } from '../../player/useSoundPlayback';
import { useListeningKeys } from '../call/useListeningKeys';
import { soundOfClip } from '../cases/sound';

type Props = { clip: Clip; isLow?: boolean };

export function HeardClip({ clip: { id, start_ms, end_ms, channels }, isLow = false }: Props) {
  const sound = useMemo(
    () => soundOfClip({ id, start_ms, end_ms, channels }),
    [id, start_ms, end_ms, channels],
  );
  const playback = useSoundPlayback(sound);
  const { transport } = playback;
  useListeningKeys(transport);
  useEffect(() => {
    void transport.play();
  }, [transport]);
  return <CallPlayer playback={playback} isLow={isLow} />;
}
