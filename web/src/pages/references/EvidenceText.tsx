// Where an answer is heard, as agreed on.
import { useTranslation } from 'react-i18next';
import type { AttemptItem } from '../../api/references';
import { clock } from '../../player/timeline';

export function EvidenceText({ evidence }: { evidence: AttemptItem['evidence'] }) {
  const { t } = useTranslation('references');
  const said = evidence.flatMap((one) => {
    if (one.kind === 'range') return [t('attempt.heard_at', { at: clock(one.start_ms) })];
    return one.kind === 'not_said' || one.kind === 'not_said_within' ? [t('attempt.not_said')] : [];
  });
  return said.length === 0 ? null : <div className="muted">{said.join(' · ')}</div>;
}
