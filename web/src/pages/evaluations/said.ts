// What an evaluation says of the call's disposition and of the sale, in words.
import { useTranslation } from 'react-i18next';
import type { DispositionCheck, SaleFinding } from '../../api/types';

export function useDispositionWords(): (said: DispositionCheck) => string {
  const { t } = useTranslation();
  return ({ right, corrected }) => {
    if (right) return t('results:evaluation.disposition_right');
    return corrected
      ? t('results:evaluation.disposition_is', { name: corrected })
      : t('results:evaluation.disposition_wrong');
  };
}

/** What became of a sale, with what is right instead or why it is none. */
export function useFindingWords(): (finding: SaleFinding) => string {
  const { t } = useTranslation();
  return ({ outcome, detail }) => [t(`sales:outcome.${outcome}`), detail?.trim()].filter(Boolean).join(' · ');
}
