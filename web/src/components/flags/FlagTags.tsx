import type { FlagKind } from '../../api/types';
import { useCoded } from '../../i18n/words';
import styles from './flags.module.css';
import { FLAG_TONES } from './kinds';

/** The kinds of flags that a call bears, each by its word. */
export function FlagTags({ kinds }: { kinds: readonly FlagKind[] }) {
  const coded = useCoded();
  return (
    <span className={styles.tags}>
      {kinds.map((kind) => (
        <span key={kind} className={FLAG_TONES[kind]}>
          {coded('flag', kind)}
        </span>
      ))}
    </span>
  );
}
