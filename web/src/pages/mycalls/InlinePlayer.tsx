// The player below a row: it plays as soon as the recording is known, for that is why it was opened.
import { Alert, Spin } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../components/ErrorNotice';
import { CallPlayer } from '../../player/CallPlayer';
import { useListening } from '../feedback/useListening';

export function InlinePlayer({ callId }: { callId: string }) {
  const { t } = useTranslation();
  const { playback, state, error } = useListening(callId);
  const { transport } = playback;
  useEffect(() => {
    if (state === 'ready') void transport.play();
  }, [state, transport]);
  switch (state) {
    case 'loading':
      return <Spin />;
    case 'failed':
      return <ErrorNotice error={error} />;
    case 'gone':
      return <Alert type="info" showIcon title={t('feedback:hear.gone')} />;
    case 'empty':
      return <Alert type="info" showIcon title={t('feedback:hear.no_recording')} />;
    case 'ready':
      return <CallPlayer playback={playback} isLow />;
  }
}
