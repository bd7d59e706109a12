// What was chosen for an item.
import { useTranslation } from 'react-i18next';
import { useWorded } from '../../i18n/words';
import type { ChosenWords } from './answers';

export function ChosenText({ chosen }: { chosen: ChosenWords }) {
  const { t } = useTranslation('references');
  const worded = useWorded();
  if (chosen.kind === 'options') return chosen.titles.map(worded).join(' · ');
  return <span className="muted">{t(`attempt.${chosen.kind}`)}</span>;
}
