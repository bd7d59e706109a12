// One case review: its agenda; for whoever runs it, sending, presenting, attendance and decisions.
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Button, Input, Popconfirm, Spin } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  attendanceQuery,
  attendCaseReview,
  type CaseReview,
  type CaseReviewDetail,
  caseReviewQuery,
  caseReviewsChanged,
  type ReviewStep,
  stepCaseReview,
} from '../../api/caseReviews';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Fact } from '../../components/Fact';
import { PageHeader } from '../../components/PageHeader';
import { Time } from '../../components/Time';
import { useSaidChange } from '../../components/useSaidChange';
import { AgainDialog } from './AgainDialog';
import { DecisionForm } from './DecisionForm';
import { DecisionList } from './DecisionList';
import styles from './reviews.module.css';

export default function ReviewPage() {
  const { t } = useTranslation();
  const { reviewId } = useParams({ from: '/shell/case-reviews/$reviewId' });
  const { data, error, refetch } = useQuery(caseReviewQuery(reviewId));
  if (error) {
    return (
      <>
        <PageHeader title={t('nav.case_reviews')} />
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      </>
    );
  }
  return data ? <Read detail={data} /> : <Spin />;
}

function Read({ detail }: { detail: CaseReviewDetail }) {
  const { t } = useTranslation('reviews');
  const { review } = detail;
  return (
    <>
      <PageHeader
        title={review.title}
        note={
          <>
            {t('detail.made_by', { name: review.made_by.name })}
            {review.repeats !== null && <span className="tone">{t('second_series')}</span>}
          </>
        }
      >
        {review.is_run && <Steps review={review} />}
      </PageHeader>
      <dl className={styles.facts}>
        <Fact name={t('column.held')}>
          <Time at={review.held_at} />
        </Fact>
        <Fact name={t('column.state')}>{t(`state.${review.state}`)}</Fact>
        <Fact name={t('column.teams')}>{review.teams.map((team) => team.name).join(' · ')}</Fact>
        <Fact name={t('column.minutes')}>{t('minutes', { count: review.minutes })}</Fact>
      </dl>
      <Attend review={review} />
      <section className={styles.part}>
        <h2>{t('detail.agenda')}</h2>
        <ol className={styles.agenda}>
          {detail.entries.map((entry) => (
            <li key={entry.id}>
              {entry.note ?? (
                <span className="muted">{t(entry.is_withheld ? 'detail.withheld' : 'detail.removed')}</span>
              )}{' '}
              <span className="muted number">{t('minutes', { count: entry.minutes })}</span>{' '}
              {entry.heard?.voice === null && (
                <span className="tone tone-warning">{t('prepare.closed')}</span>
              )}
              {entry.heard?.voice === 'altered' && <span className="tone">{t('prepare.altered')}</span>}
            </li>
          ))}
        </ol>
      </section>
      {(review.is_run || detail.decisions.length > 0) && (
        <section className={styles.part}>
          <h2>{t('detail.decisions')}</h2>
          <DecisionList decisions={detail.decisions} isRun={review.is_run} />
          {review.is_run && ['open', 'closed'].includes(review.state) && (
            <DecisionForm reviewId={review.id} />
          )}
        </section>
      )}
      {review.is_run && <AttendancePart review={review} />}
    </>
  );
}

function Steps({ review }: { review: CaseReview }) {
  const { t } = useTranslation('reviews');
  const navigate = useNavigate();
  const [isAgain, setAgain] = useState(false);
  const step = useSaidChange(stepCaseReview, caseReviewsChanged, {
    onDone: ({ review: now }) => {
      if (now.state === 'open') {
        void navigate({ to: '/case-reviews/$reviewId/present', params: { reviewId: now.id } });
      }
    },
  });
  const take = (name: ReviewStep) => () => {
    step.mutate({ id: review.id, step: name });
  };
  const isBefore = review.state === 'planned' || review.state === 'sent';
  return (
    <>
      {isBefore && (
        <Button onClick={take('send')} loading={step.isPending}>
          {t(review.state === 'sent' ? 'detail.send_again' : 'detail.send')}
        </Button>
      )}
      {review.state !== 'closed' && (
        <Link to="/case-reviews/prepare" search={{ review: review.id }}>
          {t('detail.change')}
        </Link>
      )}
      {review.state !== 'closed' && (
        <Button type="primary" onClick={take('start')} loading={step.isPending}>
          {t(review.state === 'open' ? 'detail.go_on' : 'detail.present')}
        </Button>
      )}
      {review.state === 'open' && (
        <Button onClick={take('close')} loading={step.isPending}>
          {t('detail.close')}
        </Button>
      )}
      {isBefore && (
        <Popconfirm
          title={t('detail.call_off_confirm')}
          okText={t('detail.call_off')}
          cancelText={t('action.cancel', { ns: 'shell' })}
          onConfirm={take('close')}
        >
          <Button loading={step.isPending}>{t('detail.call_off')}</Button>
        </Popconfirm>
      )}
      {review.state === 'closed' && (
        <Button
          onClick={() => {
            setAgain(true);
          }}
        >
          {t('detail.again')}
        </Button>
      )}
      {step.error && <ErrorNotice error={step.error} />}
      {isAgain && (
        <AgainDialog
          id={review.id}
          onClose={() => {
            setAgain(false);
          }}
        />
      )}
    </>
  );
}

/** Whoever sits in the room types the code that the presenter shows. */
function Attend({ review }: { review: CaseReview }) {
  const { t } = useTranslation('reviews');
  const [code, setCode] = useState('');
  const attend = useSaidChange(attendCaseReview, caseReviewsChanged, { said: () => t('detail.attended') });
  if (review.is_attended) return <p className="tone tone-good">{t('detail.attended')}</p>;
  if (review.state !== 'open' || review.is_run) return null;
  return (
    <form
      className={styles.attend}
      onSubmit={(event) => {
        event.preventDefault();
        attend.mutate({ id: review.id, code });
      }}
    >
      <h2>{t('detail.attend')}</h2>
      <label htmlFor="attendance-code">{t('detail.code')}</label>
      <Input
        id="attendance-code"
        className={styles.code}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={6}
        value={code}
        onChange={(event) => {
          setCode(event.target.value);
        }}
      />
      <Button type="primary" htmlType="submit" loading={attend.isPending} disabled={code.length !== 6}>
        {t('detail.attend_send')}
      </Button>
      {attend.error && <ErrorNotice error={attend.error} />}
    </form>
  );
}

function AttendancePart({ review }: { review: CaseReview }) {
  const { t } = useTranslation('reviews');
  const { data, error, refetch } = useQuery(attendanceQuery(review.id));
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return null;
  const isBefore = review.state === 'planned' || review.state === 'sent';
  const names = data.missing.map((person) => person.name).join(' · ');
  return (
    <section className={styles.part}>
      <h2>{t(isBefore ? 'detail.invited' : 'detail.attendance')}</h2>
      {!isBefore && <p>{t('detail.present_count', { count: data.present.length })}</p>}
      <ul className={styles.names}>
        {data.present.map(({ person }) => (
          <li key={person.id}>{person.name}</li>
        ))}
      </ul>
      {data.missing.length > 0 && (
        <p className="muted">{isBefore ? names : t('detail.missing', { names })}</p>
      )}
    </section>
  );
}
