// What became of a sale that was verified: the word says it, the colour repeats it.
import { useTranslation } from 'react-i18next';
import type { Verification } from '../api/types';

const TONES = { confirmed: 'tone-good', corrected: 'tone-warning', rejected: 'tone-bad' };

export function OutcomeTag({ verification }: { verification: Verification | null }) {
  const { t } = useTranslation();
  const finding = verification?.finding;
  if (!finding) return <span className="muted">{t('sales:outcome.none')}</span>;
  return (
    <span>
      <span className={`tone ${TONES[finding.outcome]}`}>{t(`sales:outcome.${finding.outcome}`)}</span>
      {finding.outcome !== 'confirmed' && finding.detail && ` ${finding.detail}`}
    </span>
  );
}
