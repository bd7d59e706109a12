// What holds a call, in words: a person gave a reason of their own; what the program holds by itself it says in
// the reader's language.
import { useTranslation } from 'react-i18next';

type Held = { origin: string; reason: string; owner?: { name: string } | null };

const ITSELF: Partial<Record<string, 'by_appeal' | 'by_library' | 'by_case_review'>> = {
  appeal: 'by_appeal',
  library: 'by_library',
  case_review: 'by_case_review',
};

type HoldWords = {
  /** Why it is held. */ reason: (hold: Held) => string;
  /** Who holds it. */ owner: (hold: Held) => string;
};

export function useHoldWords(): HoldWords {
  const { t } = useTranslation();
  const placed = ({ origin }: Held) => {
    const name = ITSELF[origin];
    return name === undefined ? null : t(`keeping:hold.${name}`);
  };
  return {
    reason: (hold) => placed(hold) ?? hold.reason,
    owner: (hold) => hold.owner?.name ?? placed(hold) ?? t('keeping:hold.nobody'),
  };
}
