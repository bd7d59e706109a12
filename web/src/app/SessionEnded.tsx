// The session ended while somebody worked: they sign in again over the page, and nothing that they
// had typed is lost. If somebody else signs in, the page begins anew.
import { useQueryClient } from '@tanstack/react-query';
import { Modal } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { onSessionEnd } from '../api/client';
import { meQuery } from '../api/session';
import type { Me } from '../api/types';
import { SignInForm } from '../pages/signin/SignInForm';

export function SessionEnded({ me }: { me: Me }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [hasEnded, setHasEnded] = useState(false);
  useEffect(
    () =>
      onSessionEnd(() => {
        setHasEnded(true);
      }),
    [],
  );

  function goOn(next: Me) {
    if (next.person_id !== me.person_id) {
      window.location.assign('/');
      return;
    }
    setHasEnded(false);
    queryClient.setQueryData(meQuery.queryKey, next);
    void queryClient.invalidateQueries();
  }

  return (
    <Modal
      open={hasEnded}
      title={t('session.ended')}
      footer={null}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      destroyOnHidden
    >
      <p>{t('session.ended_hint')}</p>
      <SignInForm onSignedIn={goOn} />
    </Modal>
  );
}
