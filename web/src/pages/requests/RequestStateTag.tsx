import { useTranslation } from 'react-i18next';
import type { RequestState } from '../../api/requests';

const TONES: Record<RequestState, string> = {
  open: 'tone-warning',
  accepted: 'tone-good',
  declined: '',
  withdrawn: '',
};

export function RequestStateTag({ state }: { state: RequestState }) {
  const { t } = useTranslation();
  return <span className={`tone ${TONES[state]}`}>{t(`requests:state.${state}`)}</span>;
}
