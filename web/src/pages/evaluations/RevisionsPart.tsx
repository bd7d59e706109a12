// What an evaluation said before it was changed: why and by whom, item by item, and what the agent had said to
// it. The agent and everybody else who reads it sees both.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { revisionsQuery } from '../../api/results';
import type { Evaluation, Revisions, SaleFinding } from '../../api/types';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useInstant } from '../../components/Time';
import { useWorded } from '../../i18n/words';
import { useChoiceWords } from '../appeals/ChoiceSelect';
import feedback from '../feedback/feedback.module.css';
import { usePoints } from '../feedback/points';
import { changedBetween } from './revisions';
import { useDispositionWords, useFindingWords } from './said';

export function RevisionsPart({ evaluation }: { evaluation: Evaluation }) {
  const { t } = useTranslation();
  const { data, error } = useQuery({
    ...revisionsQuery(evaluation.id),
    enabled: evaluation.revision > 1,
  });
  if (evaluation.revision <= 1) return null;
  if (error) return <ErrorNotice error={error} />;
  if (!data) return null;
  const { answers, score, verification, disposition } = evaluation;
  const current = { answers, score, finding: verification?.finding ?? null, disposition };
  return (
    <section className={feedback.wide} aria-labelledby="revisions">
      <h2 id="revisions">{t('results:evaluation.revisions')}</h2>
      <ul>
        {data.items.map((revision, place) => (
          <Line
            key={revision.revision}
            evaluation={evaluation}
            before={revision}
            after={data.items[place + 1] ?? current}
          />
        ))}
      </ul>
    </section>
  );
}

type LineProps = {
  evaluation: Evaluation;
  before: Revisions['items'][number];
  after: Pick<Evaluation, 'answers' | 'score' | 'disposition'> & { finding: SaleFinding | null };
};

function Line({ evaluation, before, after }: LineProps) {
  const { t } = useTranslation();
  const format = useInstant();
  const points = usePoints();
  const worded = useWorded();
  const choiceWords = useChoiceWords();
  const total = (score: Evaluation['score']) =>
    score?.total === null || score === null ? t('score.none') : points(score.total);
  const changed = changedBetween(evaluation.scorecard_version.definition, before.answers, after.answers);
  const { revised_by, reason, answer, reply, appeal_id } = before;
  return (
    <li>
      <p>
        {t('results:evaluation.revision', {
          number: before.revision,
          total: total(before.score),
          after: total(after.score),
          at: format(before.replaced_at),
        })}{' '}
        {revised_by && (
          <span className="muted">{t('results:evaluation.revised_by', { name: revised_by.name })}</span>
        )}
        {appeal_id !== null && (
          <Link to="/appeals/$appealId" params={{ appealId: appeal_id }}>
            {t('results:evaluation.by_appeal')}
          </Link>
        )}
      </p>
      {reason && <blockquote>{reason}</blockquote>}
      <ul>
        {changed.map(({ question, from, to }) => (
          <li key={question.key}>
            {t('results:evaluation.revised_item', {
              item: worded(question.title) || question.key,
              from: from ? choiceWords(question, from) : t('score.none'),
              to: to ? choiceWords(question, to) : t('score.none'),
            })}
          </li>
        ))}
        <SaidLines before={before} after={after} />
      </ul>
      {answer && (
        <p className="muted">
          {t('results:evaluation.answered_before', { answer: t(`results:answer.${answer}`) })}
          {reply && ` ${reply}`}
        </p>
      )}
    </li>
  );
}

/** What was said otherwise of the sale and of the call's disposition. */
function SaidLines({ before, after }: Pick<LineProps, 'before' | 'after'>) {
  const { t } = useTranslation();
  const findingWords = useFindingWords();
  const dispositionWords = useDispositionWords();
  const lines = [
    [
      t('sales:outcome.title'),
      before.finding && findingWords(before.finding),
      after.finding && findingWords(after.finding),
    ],
    [
      t('results:evaluation.disposition'),
      before.disposition && dispositionWords(before.disposition),
      after.disposition && dispositionWords(after.disposition),
    ],
  ];
  return lines.flatMap(([item, from, to]) =>
    from === to
      ? []
      : [
          <li key={item}>
            {t('results:evaluation.revised_item', {
              item,
              from: from ?? t('score.none'),
              to: to ?? t('score.none'),
            })}
          </li>,
        ],
  );
}
