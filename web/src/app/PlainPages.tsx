// Pages that only say something.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../components/EmptyState';
import { PageHeader } from '../components/PageHeader';

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <div className="lone-page">
      <PageHeader title={t('not_found.title')} />
      <EmptyState title={t('not_found.text')} hint={t('not_found.hint')}>
        <Link to="/">{t('action.to_start')}</Link>
      </EmptyState>
    </div>
  );
}

export function NoPermissionPage() {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={t('no_permission.title')} />
      <EmptyState title={t('no_permission.text')} hint={t('no_permission.hint')}>
        <Link to="/">{t('action.to_start')}</Link>
      </EmptyState>
    </>
  );
}

/** For somebody who is signed in but has no role yet. */
export function NoRolePage() {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={t('no_role.title')} />
      <EmptyState title={t('no_role.text')} hint={t('no_role.hint')} />
    </>
  );
}
