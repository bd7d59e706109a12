// Counts and sizes of calls, in words.
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../app/preferences';
import { formatBytes } from './sizes';

/** `12 calls` */
export function useCallsWords(): (count: number) => string {
  const { t } = useTranslation();
  return (count) => t('keeping:due.calls', { count });
}

/** Sizes in the reader's language. */
export function useSumWords(): { bytes: (bytes: number) => string } {
  const language = useLanguage();
  return { bytes: (bytes) => formatBytes(bytes, language) };
}
