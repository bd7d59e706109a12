// Where an answer is heard, as agreed on.
import { useTranslation } from 'react-i18next';
import type { AttemptItem } from '../../api/references';
import { clock } from '../../player/timeline';

export function EvidenceText({ evidence }: { evidence: AttemptItem['evidence'] }) {
  const { t } = useTranslation('references');
  const heard = evidence.flatMap((one) => (one.kind === 'range' ? [one.start_ms] : []));
  const at = heard.sort((one, other) => one - other).map((ms) => clock(ms));
  const isMissing = evidence.some((one) => one.kind === 'not_said' || one.kind === 'not_said_within');
  const said = [
    ...(at.length > 0 ? [t('attempt.heard_at', { at: at.join(' · ') })] : []),
    ...(isMissing ? [t('attempt.not_said')] : []),
  ];
  return said.length === 0 ? null : <div className="muted">{said.join(' · ')}</div>;
}
