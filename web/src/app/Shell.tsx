// What stands around every page for somebody who is signed in.
import { useQuery } from '@tanstack/react-query';
import { Outlet, useMatches, useRouter } from '@tanstack/react-router';
import { Spin } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { meQuery } from '../api/session';
import type { Me } from '../api/types';
import { ErrorNotice } from '../components/ErrorNotice';
import { useEvents } from './events/useEvents';
import { HelpProvider } from './HelpDrawer';
import { may } from './me';
import { OfflineBanner } from './OfflineBanner';
import { NoPermissionPage } from './PlainPages';
import { SessionEnded } from './SessionEnded';
import { SideNavigation } from './SideNavigation';

export function Shell() {
  const { data: me, error, isPending, refetch } = useQuery(meQuery);
  if (isPending) return <Spin fullscreen />;
  if (error) {
    return (
      <main className="lone-page">
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      </main>
    );
  }
  if (me === null) {
    return <ToSignIn />;
  }
  return <SignedIn me={me} />;
}

/** To the sign-in page, once, and from there back to where somebody wanted to go: while the sign-in
 * page is being loaded, the address changes under this one. */
function ToSignIn() {
  const router = useRouter();
  useEffect(() => {
    void router.navigate({ to: '/signin', search: { back: router.state.location.href }, replace: true });
  }, [router]);
  return <Spin fullscreen />;
}

/** What the page that is shown asks for. */
function useAccess() {
  return useMatches().at(-1)?.staticData.access;
}

function SignedIn({ me }: { me: Me }) {
  const { t } = useTranslation();
  const access = useAccess();
  useEvents(me.person_id);
  const isAllowed = access?.need === undefined || access.need.some((one) => may(me, one));
  return (
    <HelpProvider topic={access?.help}>
      <a className="skip-link" href="#page">
        {t('shell.skip')}
      </a>
      <div className="shell">
        <SideNavigation me={me} isNarrow={access?.narrowRail ?? false} />
        <div className="shell-body">
          <OfflineBanner />
          <main id="page" tabIndex={-1}>
            {isAllowed ? <Outlet /> : <NoPermissionPage />}
          </main>
        </div>
      </div>
      <SessionEnded me={me} />
    </HelpProvider>
  );
}
