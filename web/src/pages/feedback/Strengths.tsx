// What went well, each with its moment.
import { useTranslation } from 'react-i18next';
import type { Note } from '../../api/types';
import styles from './feedback.module.css';
import { PlayClip } from './PlayClip';
import { spotOf } from '../../text/turns';
import type { Listening } from './useListening';

type Props = { strengths: readonly Note[]; hear: Listening['hear'] };

export function Strengths({ strengths, hear }: Props) {
  const { t } = useTranslation();
  return (
    <section className={styles.block} aria-labelledby="went-well">
      <h2 id="went-well" className={styles.goodTitle}>
        {t('feedback:good.title')}
      </h2>
      {strengths.length === 0 && <p className="muted">{t('feedback:good.none')}</p>}
      <ul className={styles.list}>
        {strengths.map((note) => {
          const at = spotOf(note);
          return (
            <li key={note.id} className={styles.line}>
              {at && <PlayClip at={at} hear={hear} />}
              <p>{note.text}</p>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
