// A case heard where it stands; or why it cannot be.
import { Alert } from 'antd';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Case } from '../../api/caseShapes';
import { CallPlayer } from '../../player/CallPlayer';
import { useSoundPlayback } from '../../player/useSoundPlayback';
import { useListeningKeys } from '../call/useListeningKeys';
import { soundOfCase } from './sound';

export function HeardCase({ one }: { one: Pick<Case, 'id' | 'sound'> }) {
  const { id, sound: known } = one;
  const sound = useMemo(() => soundOfCase({ id, sound: known }), [id, known]);
  const playback = useSoundPlayback(sound);
  useListeningKeys(playback.transport);
  return (
    <SoundOr state={known.state}>
      <CallPlayer playback={playback} isLow />
    </SoundOr>
  );
}

/** The player once there is something to play. */
export function SoundOr({ state, children }: { state: Case['sound']['state']; children: ReactNode }) {
  const { t } = useTranslation();
  if (state === 'ready') return children;
  return (
    <Alert
      type="info"
      showIcon
      title={t(`guide:sound.${state}`)}
      description={t(`guide:sound.${state}_hint`)}
    />
  );
}
