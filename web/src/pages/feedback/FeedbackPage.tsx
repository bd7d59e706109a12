// The feedback on one call, for the agent who took it: what went well, the one thing to change, the
// moments to hear, the items, the result, and the answer.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Spin } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { waitingQuery } from '../../api/waiting';
import { markOpened, readEvaluationQuery } from '../../api/results';
import type { Evaluation } from '../../api/types';
import { ErrorNotice } from '../../components/ErrorNotice';
import { PageHeader } from '../../components/PageHeader';
import { useInstant } from '../../components/Time';
import { useWorded } from '../../i18n/words';
import { RevisionsPart } from '../evaluations/RevisionsPart';
import { TalkPart } from '../evaluations/TalkPart';
import { AnswerBar } from './AnswerBar';
import styles from './feedback.module.css';
import { Items } from './Items';
import { Moments } from './Moments';
import { FoundLine, ListenFirst } from './ListenFirst';
import { OneChangePart } from './OneChangePart';
import { RatingPart } from './RatingPart';
import { Result } from './Result';
import { feedbackItems, oneChange, strengths } from './story';
import { Strengths } from './Strengths';
import { type Listening, useListening } from './useListening';

export default function FeedbackPage() {
  const { t } = useTranslation();
  const { evaluationId } = useParams({ from: '/shell/feedback/$evaluationId' });
  const { data, error, refetch } = useQuery(readEvaluationQuery(evaluationId));
  if (error) {
    return (
      <>
        <PageHeader title={t('nav.feedback')} />
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      </>
    );
  }
  return data ? <Feedback key={data.id} evaluation={data} /> : <Spin />;
}

/** Tells the server once that the agent has opened it. */
function useMarkOpened(evaluation: Evaluation) {
  const queries = useQueryClient();
  const isTold = useRef(false);
  useEffect(() => {
    if (isTold.current || evaluation.feedback.opened_at !== null || !evaluation.is_out) return;
    isTold.current = true;
    markOpened(evaluation.id).then(
      () => {
        void queries.invalidateQueries({ queryKey: ['evaluations'] });
        void queries.invalidateQueries({ queryKey: waitingQuery.queryKey });
        // Whoever opens it has read the notice of it.
        void queries.invalidateQueries({ queryKey: ['notices'] });
      },
      () => {
        // Not told is told the next time it is opened.
        isTold.current = false;
      },
    );
  }, [evaluation, queries]);
}

function Feedback({ evaluation }: { evaluation: Evaluation }) {
  const { t } = useTranslation();
  const format = useInstant();
  const worded = useWorded();
  useMarkOpened(evaluation);
  const listening = useListening(evaluation);
  const at = format(evaluation.call_started_at ?? evaluation.started_at);
  return (
    <article className={styles.page}>
      <PageHeader
        title={
          evaluation.contact ? t('feedback:page.title_of_text', { at }) : t('feedback:page.title_of', { at })
        }
        note={
          <>
            {worded(evaluation.scorecard_version.definition.title)}
            {evaluation.evaluator && ` · ${t('feedback:page.by', { name: evaluation.evaluator.name })}`}
          </>
        }
      >
        <Link to="/feedback">{t('feedback:page.back')}</Link>
      </PageHeader>
      {evaluation.listening_first?.is_due ? (
        <ListenFirst evaluation={evaluation} listening={listening} />
      ) : (
        <Told evaluation={evaluation} listening={listening} />
      )}
    </article>
  );
}

/** Everything that the inspector found, and the answer. */
function Told({ evaluation, listening }: { evaluation: Evaluation; listening: Listening }) {
  return (
    <>
      <RevisionsPart evaluation={evaluation} />
      <FoundLine evaluation={evaluation} />
      {evaluation.talk && <TalkPart evaluation={evaluation} talk={evaluation.talk} />}
      {evaluation.score !== null && (
        <div className={styles.pair}>
          <Strengths strengths={strengths(evaluation)} hear={listening.hear} />
          <OneChangePart change={oneChange(evaluation)} hear={listening.hear} />
        </div>
      )}
      <Moments evaluation={evaluation} listening={listening} />
      {evaluation.score !== null && (
        <Items evaluationId={evaluation.id} items={feedbackItems(evaluation)} hear={listening.hear} />
      )}
      <Result evaluation={evaluation} />
      {evaluation.feedback.opened_at !== null && <RatingPart evaluation={evaluation} />}
      <AnswerBar evaluation={evaluation} listening={listening} />
    </>
  );
}
