import { useTranslation } from 'react-i18next';
import type { Foreseen } from '../../api/types';
import { usePoints } from '../feedback/points';

/** What the evaluation would come to. */
export function ForeseenLine({ foreseen: { before, after, missing } }: { foreseen: Foreseen }) {
  const { t } = useTranslation();
  const points = usePoints();
  const words = (total: number | null) => (total === null ? t('score.none') : points(total));
  return (
    <p aria-live="polite">
      <strong>
        {missing.length > 0
          ? t('appeals:judge.total_unknown')
          : t('appeals:judge.total', { before: words(before), after: words(after) })}
      </strong>
    </p>
  );
}
