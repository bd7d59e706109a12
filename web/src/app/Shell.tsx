// What stands around every page for somebody who is signed in.
import { useQuery } from '@tanstack/react-query';
import { Navigate, Outlet, useLocation, useMatches } from '@tanstack/react-router';
import { Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { meQuery } from '../api/session';
import type { Me } from '../api/types';
import { ErrorNotice } from '../components/ErrorNotice';
import { HelpProvider } from './HelpDrawer';
import { may } from './me';
import { OfflineBanner } from './OfflineBanner';
import { NoPermissionPage } from './PlainPages';
import { SessionEnded } from './SessionEnded';
import { SideNavigation } from './SideNavigation';

export function Shell() {
  const { data: me, error, isPending, refetch } = useQuery(meQuery);
  const location = useLocation();
  if (isPending) return <Spin fullscreen />;
  if (error) {
    return (
      <main className="lone-page">
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      </main>
    );
  }
  if (me === null) {
    return <Navigate to="/signin" search={{ back: location.href }} replace />;
  }
  return <SignedIn me={me} />;
}

/** What the page that is shown asks for. */
function useAccess() {
  return useMatches().at(-1)?.staticData.access;
}

function SignedIn({ me }: { me: Me }) {
  const { t } = useTranslation();
  const access = useAccess();
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
