// Where "not applicable" makes another item much dearer, as a sentence.
import { useTranslation } from 'react-i18next';
import type { Swing } from '../../api/cards';
import { numberText } from '../../scorecard/sheet';

export function useSwingText(nameOf: (question: string) => string): (swing: Swing) => string {
  const { t } = useTranslation();
  return (swing) => {
    const line = t('cards:swing.line', {
      others: swing.not_applicable.map(nameOf).join(t('cards:swing.and')),
      item: nameOf(swing.question),
      worth: numberText(swing.worth),
      becomes: numberText(swing.becomes),
    });
    const spread = swing.with_card;
    if (spread === null || spread === undefined) return line;
    return `${line} ${t('cards:swing.with_card', { points: numberText(spread) })}`;
  };
}
