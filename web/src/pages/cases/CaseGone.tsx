// The page of a case that is not there, or not for the reader: its sound may be gone, and the case with it.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { NotHere } from '../../components/NotHere';

export function CaseGone({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <NotHere error={error} title={t('cases:gone')} hint={t('cases:gone_hint')} onRetry={onRetry}>
      <Link to="/cases">{t('guide:to_the_library')}</Link>
    </NotHere>
  );
}
