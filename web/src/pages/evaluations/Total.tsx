import { useTranslation } from 'react-i18next';
import type { Page } from '../../api/types';

/** How many there are in all; beyond what is counted, at least how many. */
export function Total({ page }: { page: Page<unknown> }) {
  const { t } = useTranslation();
  return page.total_is_exact
    ? t('results:total', { count: page.total })
    : t('results:total_at_least', { count: page.total });
}
