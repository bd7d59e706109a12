// A case heard where it stands; or why it cannot be.
import { Alert } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Case } from '../../api/caseShapes';
import { CallPlayer } from '../../player/CallPlayer';
import { useListeningKeys } from '../call/useListeningKeys';
import { useCasePlayback } from './useCasePlayback';

export function HeardCase({ one }: { one: Case }) {
  const playback = useCasePlayback(one);
  useListeningKeys(playback.transport);
  return (
    <>
      <AlteredNotice one={one} />
      <SoundOr state={one.sound}>
        <CallPlayer playback={playback} isLow />
      </SoundOr>
    </>
  );
}

/** Says so where the voices are not those of the call. */
export function AlteredNotice({ one }: { one: Case }) {
  const { t } = useTranslation();
  if (one.voice === 'own') return null;
  return <Alert type="info" showIcon title={t('guide:altered')} />;
}

/** The player once there is something to play. */
export function SoundOr({ state, children }: { state: Case['sound']; children: ReactNode }) {
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
