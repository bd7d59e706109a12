// The presenter's page of a case review, for a room: large type, hidden answers, a hand count, a clock, the
// attendance code.
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { attendanceQuery, type CaseReviewDetail, caseReviewQuery } from '../../api/caseReviews';
import { ErrorNotice } from '../../components/ErrorNotice';
import { PageHeader } from '../../components/PageHeader';
import { DecisionForm } from './DecisionForm';
import { DecisionList } from './DecisionList';
import { EntryStage, pointsOf } from './EntryStage';
import styles from './present.module.css';
import { useStage } from './useStage';

/** How often the room is counted. */
const COUNT_MS = 5_000;

export default function PresentPage() {
  const { t } = useTranslation();
  const { reviewId } = useParams({ from: '/shell/case-reviews/$reviewId/present' });
  const { data, error, refetch } = useQuery(caseReviewQuery(reviewId));
  if (error) {
    return (
      <>
        <PageHeader title={t('nav.case_reviews')} />
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      </>
    );
  }
  return data ? <Present detail={data} /> : <Spin />;
}

function Present({ detail }: { detail: CaseReviewDetail }) {
  const { t } = useTranslation('reviews');
  const navigate = useNavigate();
  const { review, entries, decisions } = detail;
  const { data: room } = useQuery({ ...attendanceQuery(review.id), refetchInterval: COUNT_MS });
  const stage = useStage(entries.map((entry) => pointsOf(entry).length));
  const entry = entries[stage.now.entry];
  return (
    <article className={styles.present}>
      <header className={styles.head}>
        <h1>{review.title}</h1>
        {review.code !== null && (
          <p className={styles.code}>
            {t('present.code')} <strong className="number">{review.code}</strong>
          </p>
        )}
        <p aria-live="polite">{t('present.there', { count: room?.present.length ?? 0 })}</p>
        <nav className={styles.walk}>
          <button
            type="button"
            disabled={stage.now.entry === 0}
            onClick={() => {
              stage.go(stage.now.entry - 1);
            }}
          >
            {t('present.previous_entry')}
          </button>
          <span className="number">
            {t('present.entry', {
              number: Math.min(stage.now.entry + 1, entries.length),
              total: entries.length,
            })}
          </span>
          <button
            type="button"
            disabled={stage.now.entry >= entries.length}
            onClick={() => {
              stage.go(stage.now.entry + 1);
            }}
          >
            {t('present.next_entry')}
          </button>
          <button
            type="button"
            onClick={() => void navigate({ to: '/case-reviews/$reviewId', params: { reviewId: review.id } })}
          >
            {t('present.leave')}
          </button>
        </nav>
      </header>
      {entry ? (
        <EntryStage
          key={entry.id}
          reviewId={review.id}
          entry={entry}
          stage={stage.now}
          onOnwards={stage.onwards}
        />
      ) : (
        <p className={styles.end}>{t('present.end')}</p>
      )}
      <section className={styles.decisions}>
        <h2>{t('decision.title')}</h2>
        {decisions.length > 0 && <DecisionList decisions={decisions} isRun />}
        <DecisionForm reviewId={review.id} />
      </section>
    </article>
  );
}
