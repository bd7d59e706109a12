// A score with its grade: the word says it, the colour repeats it.
import { useTranslation } from 'react-i18next';
import type { Words } from '../api/types';
import { useWorded } from '../i18n/words';

type Props = {
  total: number | null;
  passed: boolean | null;
  bandTitle?: Words | null;
  fatal?: boolean;
};

/** `good`, `bad`, or `plain` where nothing says which. */
export function toneOf({ total, passed, fatal }: Pick<Props, 'total' | 'passed' | 'fatal'>) {
  if (fatal || passed === false) return 'bad';
  return total !== null && passed ? 'good' : 'plain';
}

export function ScoreTag({ total, passed, bandTitle, fatal = false }: Props) {
  const { t } = useTranslation();
  const worded = useWorded();
  const word = fatal
    ? t('score.fatal')
    : worded(bandTitle) || (passed === null ? '' : passed ? t('score.passed') : t('score.failed'));
  return (
    <span className={`tone tone-${toneOf({ total, passed, fatal })}`}>
      <span className="number">{total ?? t('score.none')}</span>
      {word && <span>{word}</span>}
    </span>
  );
}
