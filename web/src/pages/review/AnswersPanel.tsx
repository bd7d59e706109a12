// The standard answers that were in force on the day of the call; those to the current item first.
import { useQuery } from '@tanstack/react-query';
import { Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { answersInForceQuery, type StandardAnswer } from '../../api/desk';
import type { Evaluation } from '../../api/types';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useInstant } from '../../components/Time';
import { useWorded } from '../../i18n/words';
import { questionNamed, questionsOf } from '../../scorecard/questions';

type Props = { evaluation: Evaluation; current: string | null };

export function AnswersPanel({ evaluation, current }: Props) {
  const { t } = useTranslation('review');
  const worded = useWorded();
  const card = evaluation.scorecard_version.definition;
  const { data, error, refetch } = useQuery(answersInForceQuery(evaluation.id));
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <Spin className="review-waiting" />;
  if (data.items.length === 0) return <p className="transcript-note">{t('answers.none')}</p>;
  const order = questionsOf(card).map((question) => question.key);
  const placeOf = (answer: StandardAnswer) =>
    answer.question === current ? -1 : order.indexOf(answer.question) + 1 || order.length + 1;
  const answers = [...data.items].sort((one, other) => placeOf(one) - placeOf(other));
  return (
    <section className="answers" aria-label={t('panel.answers')}>
      {answers.map((answer) => (
        <article
          key={answer.id}
          className={answer.question === current ? 'answer answer-current' : 'answer'}
          aria-current={answer.question === current}
        >
          <p className="muted">{worded(questionNamed(card, answer.question)?.title) || answer.question}</p>
          <h3>{worded(answer.shown.title)}</h3>
          <p className="answer-text">{worded(answer.shown.text)}</p>
          <InForce answer={answer} />
        </article>
      ))}
    </section>
  );
}

function InForce({ answer: { shown } }: { answer: StandardAnswer }) {
  const { t } = useTranslation('review');
  const instant = useInstant();
  return (
    <p className="muted">
      {t('answers.in_force', {
        day: shown.valid_from,
        name: shown.written_by.name,
        at: instant(shown.written_at, 'day'),
        number: shown.number,
      })}
    </p>
  );
}
