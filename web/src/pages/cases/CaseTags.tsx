// What a case is, in a line: its shelf, its state where it is on none, language, level, who learned it.
import { useTranslation } from 'react-i18next';
import type { Case, CaseRow } from '../../api/caseShapes';
import { useWorded } from '../../i18n/words';
import styles from './cases.module.css';
import { KIND_TONES, STATE_TONES } from './kinds';

export function CaseTags({ one }: { one: CaseRow | Case }) {
  const { t } = useTranslation();
  const worded = useWorded();
  const { library, state, language, level } = one;
  return (
    <span className={styles.tags}>
      <span className={KIND_TONES[library.kind]}>{worded(library.name)}</span>
      {state !== 'shelved' && <span className={STATE_TONES[state]}>{t(`cases:state.${state}`)}</span>}
      {one.is_outdated && <span className="tone tone-warning">{t('cases:outdated')}</span>}
      <span>{t(`cases:language.${language}`)}</span>
      <span>{t(`cases:level.${level}`)}</span>
      {'agents' in one && one.agents.length > 0 && <span>{one.agents.join(', ')}</span>}
    </span>
  );
}
