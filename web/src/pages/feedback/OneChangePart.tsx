// The one thing to change: what it is, ten seconds of it, and what could be said instead.
import { useTranslation } from 'react-i18next';
import { useWorded } from '../../i18n/words';
import styles from './feedback.module.css';
import { PlayClip } from './PlayClip';
import type { OneChange } from './story';
import type { Listening } from './useListening';

type Props = { change: OneChange | null; hear: Listening['hear'] };

export function OneChangePart({ change, hear }: Props) {
  const { t } = useTranslation();
  return (
    <section className={styles.block} aria-labelledby="to-change">
      <h2 id="to-change" className={styles.changeTitle}>
        {t('feedback:change.title')}
      </h2>
      {change === null ? (
        <p className="muted">{t('feedback:change.none')}</p>
      ) : (
        <ChangeBody change={change} hear={hear} />
      )}
    </section>
  );
}

function ChangeBody({ change, hear }: { change: OneChange; hear: Listening['hear'] }) {
  const { t } = useTranslation();
  const worded = useWorded();
  const { note, question, answer, at } = change;
  const text = note?.text ?? answer?.comment;
  return (
    <>
      <div className={styles.line}>
        {at && <PlayClip at={at} hear={hear} />}
        <div>
          {note === null && question && (
            <p className={text ? 'muted' : undefined}>
              {t('feedback:change.from_item', { item: worded(question.title) })}
            </p>
          )}
          {text && <p>{text}</p>}
          {!text && question && <p className="muted">{worded(question.guidance)}</p>}
        </div>
      </div>
      {note?.say_instead && <SayInstead words={note.say_instead} />}
    </>
  );
}

export function SayInstead({ words }: { words: string }) {
  const { t } = useTranslation();
  return (
    <div className={styles.sayInstead}>
      <span className="muted">{t('feedback:change.say_instead')}</span>
      <blockquote>{words}</blockquote>
    </div>
  );
}
