// One habit to change: said once, with what to say instead, and where it was heard.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useInstant } from '../../components/Time';
import { useWorded } from '../../i18n/words';
import { SayInstead } from '../feedback/OneChangePart';
import type { Habit } from './habit';
import styles from './home.module.css';

export function HabitPart({ habit }: { habit: Habit | null }) {
  const { t } = useTranslation();
  return (
    <section className={styles.part} aria-labelledby="habit">
      <h2 id="habit">{t('feedback:home.habit')}</h2>
      {habit === null && <p className="muted">{t('feedback:home.habit_none')}</p>}
      {habit?.from === 'feedback' && <FromFeedback habit={habit} />}
      {habit?.from === 'trend' && <FromTrend habit={habit} />}
    </section>
  );
}

function FromFeedback({ habit: { evaluation, change } }: { habit: Extract<Habit, { from: 'feedback' }> }) {
  const { t } = useTranslation();
  const format = useInstant();
  const worded = useWorded();
  const at = format(evaluation.call_started_at ?? evaluation.started_at);
  return (
    <>
      <p className={styles.habit}>{change.note?.text ?? worded(change.question?.title)}</p>
      {change.note === null && change.answer?.comment && <p>{change.answer.comment}</p>}
      {change.note?.say_instead && <SayInstead words={change.note.say_instead} />}
      <p className={styles.source}>
        <Link to="/feedback/$evaluationId" params={{ evaluationId: evaluation.id }}>
          {t('feedback:home.habit_from', { at })}
        </Link>
      </p>
    </>
  );
}

function FromTrend({ habit: { item } }: { habit: Extract<Habit, { from: 'trend' }> }) {
  const { t } = useTranslation();
  const worded = useWorded();
  return (
    <>
      <p className={styles.habit}>{worded(item.title)}</p>
      <p className="muted">
        {t('feedback:home.habit_lost', { missed: item.missed, evaluations: item.evaluations })}
      </p>
    </>
  );
}
