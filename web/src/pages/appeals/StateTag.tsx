import { useTranslation } from 'react-i18next';
import type { AppealHead } from '../../api/types';

const TONES = { upheld: '', overturned: 'tone-good' };

/** The step at which an appeal stands, or what it came to. */
export function StateTag({ appeal: { state, outcome } }: { appeal: Pick<AppealHead, 'state' | 'outcome'> }) {
  const { t } = useTranslation();
  if (outcome !== null) {
    return <span className={`tone ${TONES[outcome]}`}>{t(`appeals:outcome.${outcome}`)}</span>;
  }
  const isOpen = state !== 'withdrawn';
  return <span className={isOpen ? 'tone tone-warning' : 'tone'}>{t(`appeals:state.${state}`)}</span>;
}
