// What guides the scoring: the standard answers that were in force on the day of the call, those to the
// current item first; below, how arbitrators decided on that item before.
import { useQuery } from '@tanstack/react-query';
import { Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { precedentsQuery } from '../../api/appeals';
import { answersInForceQuery, type StandardAnswer } from '../../api/desk';
import type { Evaluation } from '../../api/types';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useInstant } from '../../components/Time';
import { useWorded } from '../../i18n/words';
import { questionNamed, questionsOf } from '../../scorecard/questions';
import { Precedents } from '../appeals/Precedents';

type Props = { evaluation: Evaluation; current: string | null };

export function AnswersPanel({ evaluation, current }: Props) {
  const { t } = useTranslation('review');
  const worded = useWorded();
  const card = evaluation.scorecard_version.definition;
  const { data, error, refetch } = useQuery(answersInForceQuery(evaluation.id));
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <Spin className="review-waiting" />;
  const order = questionsOf(card).map((question) => question.key);
  const placeOf = (answer: StandardAnswer) =>
    answer.question === current ? -1 : order.indexOf(answer.question) + 1 || order.length + 1;
  const answers = [...data.items].sort((one, other) => placeOf(one) - placeOf(other));
  return (
    <section className="answers" aria-label={t('panel.answers')}>
      {answers.length === 0 && <p className="transcript-note">{t('answers.none')}</p>}
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
      <Arbitrated evaluation={evaluation} current={current} />
    </section>
  );
}

/** Precedents of the current item; nothing where nobody arbitrated it. */
function Arbitrated({ evaluation, current }: Props) {
  const { data } = useQuery(precedentsQuery(evaluation.id));
  const precedents = (data?.items ?? []).filter((one) => one.question === current);
  if (current === null || precedents.length === 0) return null;
  const card = evaluation.scorecard_version.definition;
  return (
    <div className="answer">
      <Precedents precedents={precedents} question={questionNamed(card, current)} />
    </div>
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
