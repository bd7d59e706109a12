import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Navigate, useRouter, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { meQuery } from '../../api/session';
import type { Me } from '../../api/types';
import { LonePage } from '../../app/LonePage';
import { oneOf } from '../../app/search';
import { SignInForm } from './SignInForm';
import { safeReturn } from './safeReturn';

export default function SignInPage() {
  const { t } = useTranslation();
  const router = useRouter();
  const queryClient = useQueryClient();
  const back = safeReturn(oneOf(useSearch({ from: '/signin' }).back));
  const { data: me } = useQuery(meQuery);

  function enter(next: Me) {
    queryClient.setQueryData(meQuery.queryKey, next);
    router.history.push(back);
  }

  if (me) return <Navigate to="/" replace />;
  return (
    <LonePage title={t('session.sign_in')}>
      <SignInForm onSignedIn={enter} />
    </LonePage>
  );
}
