// What a trainer wrote, in the reader's language first and in the other below it: whoever speaks with
// customers in both learns both wordings.
import type { Words } from '../../api/types';
import { LANGUAGES } from '../../app/languages';
import { useLanguage } from '../../app/preferences';
import { inLanguage } from '../../i18n/words';
import styles from './cases.module.css';

export function BothWords({ words }: { words: Words | null | undefined }) {
  const language = useLanguage();
  const first = inLanguage(words, language);
  const others = LANGUAGES.flatMap((one) => {
    const text = words?.[one];
    return one !== language && text !== undefined && text !== '' && text !== first ? [{ one, text }] : [];
  });
  if (first === '') return null;
  return (
    <>
      <p className={styles.words}>{first}</p>
      {others.map(({ one, text }) => (
        <p key={one} lang={one} className={`${styles.words ?? ''} ${styles.other ?? ''}`}>
          {text}
        </p>
      ))}
    </>
  );
}
