// What the agent was reminded of on the spot, with its time; tied to a call, it can be heard there.
import { useTranslation } from 'react-i18next';
import type { Evaluation } from '../../api/types';
import { useInstant } from '../../components/Time';
import styles from './feedback.module.css';
import { PlayClip } from './PlayClip';
import type { Listening } from './useListening';

export function Reminders({ evaluation, hear }: { evaluation: Evaluation; hear: Listening['hear'] }) {
  const { t } = useTranslation();
  const instant = useInstant();
  const { sitting, call_id, call_started_at } = evaluation;
  if (sitting === null) return null;
  const began = call_id === null || call_started_at === null ? null : Date.parse(call_started_at);
  return (
    <section aria-labelledby="reminders">
      <h3 id="reminders">{t('sittings:reminder.title')}</h3>
      {sitting.reminders.length === 0 && <p className="muted">{t('sittings:reminder.none_given')}</p>}
      <ol className={styles.moments}>
        {sitting.reminders.map(({ id, at, text }) => {
          const heard_ms = began === null ? -1 : Date.parse(at) - began;
          return (
            <li key={id} className={styles.moment}>
              <span className="number muted">{instant(at, 'second')}</span>
              {heard_ms >= 0 && <PlayClip at={{ start_ms: heard_ms, end_ms: heard_ms }} hear={hear} />}
              <p>{text}</p>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
