// What a case is, in a line: its shelf, its state where it is on none, language, level, who learned it.
import { useTranslation } from 'react-i18next';
import type { Case, CaseRow } from '../../api/caseShapes';
import { useWorded } from '../../i18n/words';
import styles from './cases.module.css';
import { causeTone, KIND_TONES, STATE_TONES } from './kinds';
import { useSpoken } from './spoken';

export function CaseTags({ one }: { one: CaseRow | Case }) {
  const { t } = useTranslation();
  const worded = useWorded();
  const spoken = useSpoken();
  const { library, state, language, level } = one;
  const cause = 'desk' in one ? (one.desk?.archive_cause ?? null) : one.archive_cause;
  return (
    <span className={styles.tags}>
      <span className={KIND_TONES[library.kind]}>{worded(library.name)}</span>
      {state !== 'shelved' && <span className={STATE_TONES[state]}>{t(`cases:state.${state}`)}</span>}
      {one.state === 'archived' && cause && (
        <span className={causeTone(cause)}>{t(`cases:cause.${cause}`)}</span>
      )}
      <span>{spoken(language)}</span>
      <span>{t(`cases:level.${level}`)}</span>
      {'agents' in one && one.agents.length > 0 && (
        <span>{one.agents.map(({ name }) => name).join(', ')}</span>
      )}
    </span>
  );
}
