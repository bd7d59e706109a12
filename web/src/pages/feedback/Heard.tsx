// What can be heard of a call, or why it cannot: the same words wherever somebody listens.
import { Alert, Spin } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { GoneNotice } from '../../components/keeping/GoneNotice';
import { ErrorNotice } from '../../components/ErrorNotice';
import type { Listening } from './useListening';

type Props = { listening: Pick<Listening, 'state' | 'error' | 'gone'>; children: ReactNode };

/** Shows the player once there is something to play. */
export function Heard({ listening: { state, error, gone }, children }: Props) {
  const { t } = useTranslation();
  switch (state) {
    case 'loading':
      return <Spin />;
    case 'failed':
      return <ErrorNotice error={error} />;
    case 'gone':
      return <GoneNotice gone={gone} />;
    case 'text':
      return null;
    case 'preparing':
      return <Alert type="info" showIcon title={t('words:closed.hint')} />;
    case 'empty':
      return <Alert type="info" showIcon title={t('feedback:hear.no_recording')} />;
    case 'ready':
      return children;
  }
}
