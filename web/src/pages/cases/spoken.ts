// The languages that are spoken in calls, by their names.
import { useTranslation } from 'react-i18next';

export const SPOKEN = ['zh', 'en'] as const;

/** The name of a language by ISO 639-1; the code itself where the interface has no word for it. */
export function useSpoken(): (code: string) => string {
  const { t } = useTranslation();
  return (code) => {
    const known = SPOKEN.find((one) => one === code);
    return known === undefined ? code : t(`cases:language.${known}`);
  };
}
