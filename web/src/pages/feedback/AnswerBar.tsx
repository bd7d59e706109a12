// The foot of the feedback page: what the agent answers. They have read it, they find it right, or they
// appeal; how long they may, and who sees it.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { appealDraftQuery, findRight } from '../../api/appeals';
import { waitingQuery } from '../../api/waiting';
import { problemFrom } from '../../api/problem';
import { acknowledge, readEvaluationQuery } from '../../api/results';
import type { Evaluation } from '../../api/types';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useInstant } from '../../components/Time';
import { justBefore } from '../appeals/deadline';
import { AppealForm } from './AppealForm';
import styles from './feedback.module.css';
import { daysLeft } from './daysLeft';
import type { Listening } from './useListening';

const REPLY_MOST = 2000;

type Props = { evaluation: Evaluation; listening: Listening };

export function AnswerBar({ evaluation, listening }: Props) {
  const [isAppealing, setIsAppealing] = useState(false);
  const { acknowledge: mayRead, find_right: mayAgree, appeal: mayAppeal } = evaluation.may_still;
  return (
    <footer className={styles.foot}>
      <Answered evaluation={evaluation} />
      {(mayRead || mayAgree || mayAppeal) &&
        (isAppealing && mayAppeal ? (
          <AppealForm
            evaluation={evaluation}
            listening={listening}
            onClose={() => {
              setIsAppealing(false);
            }}
          />
        ) : (
          <AnswerForm
            key={evaluation.feedback.answer ?? 'none'}
            evaluation={evaluation}
            onAppeal={() => {
              setIsAppealing(true);
            }}
          />
        ))}
      <WhoSees evaluation={evaluation} />
    </footer>
  );
}

type Answer = 'acknowledge' | 'find_right';

function useAnswer(id: string) {
  const queries = useQueryClient();
  const key = readEvaluationQuery(id).queryKey;
  return useMutation({
    mutationFn: ({ answer, reply }: { answer: Answer; reply: string | null }) =>
      answer === 'acknowledge' ? acknowledge(id, reply) : findRight(id, reply),
    onSuccess: (evaluation) => {
      queries.setQueryData(key, evaluation);
      void queries.invalidateQueries({ queryKey: ['evaluations'] });
      void queries.invalidateQueries({ queryKey: waitingQuery.queryKey });
    },
    onError: (error) => {
      // Another window was first: what it said is what counts.
      if (['already_acknowledged', 'already_answered'].includes(problemFrom(error).code))
        void queries.invalidateQueries({ queryKey: key });
    },
  });
}

function AnswerForm({ evaluation, onAppeal }: { evaluation: Evaluation; onAppeal: () => void }) {
  const { t } = useTranslation();
  const [reply, setReply] = useState('');
  const send = useAnswer(evaluation.id);
  const draft = useQuery({
    ...appealDraftQuery(evaluation.id),
    enabled: evaluation.may_still.appeal,
  }).data;
  const hasDraft = draft !== undefined && draft.edit > 0 && draft.items.length > 0;
  const replyId = useId();
  const hintId = useId();
  const agreeId = useId();
  const { acknowledge: mayRead, find_right: mayAgree, appeal: mayAppeal } = evaluation.may_still;
  const answer = (what: Answer) => {
    send.mutate({ answer: what, reply: reply.trim() || null });
  };
  return (
    <form
      className={styles.acknowledge}
      onSubmit={(event) => {
        event.preventDefault();
        answer(mayRead ? 'acknowledge' : 'find_right');
      }}
    >
      <label htmlFor={replyId}>{t('feedback:answer.reply')}</label>
      <Input.TextArea
        id={replyId}
        value={reply}
        maxLength={REPLY_MOST}
        autoSize={{ minRows: 1, maxRows: 6 }}
        onChange={(event) => {
          setReply(event.target.value);
        }}
      />
      <div className={styles.acknowledgeAct}>
        {mayRead && (
          <Button type="primary" htmlType="submit" loading={send.isPending} aria-describedby={hintId}>
            {t('feedback:answer.acknowledge')}
          </Button>
        )}
        {mayAgree && (
          <Button
            loading={send.isPending}
            aria-describedby={agreeId}
            onClick={() => {
              answer('find_right');
            }}
          >
            {t('feedback:answer.no_objection')}
          </Button>
        )}
        {mayAppeal && (
          <Button onClick={onAppeal}>
            {t(hasDraft ? 'feedback:answer.appeal_go_on' : 'feedback:answer.appeal')}
          </Button>
        )}
        <DaysLeft until={evaluation.answer_until} />
        {evaluation.days_away > 0 && (
          <Link to="/days-away">{t('feedback:answer.days_away', { count: evaluation.days_away })}</Link>
        )}
        {evaluation.appeals_left === 0 && (
          <span className="muted">{t('appeals:form.left', { count: 0 })}</span>
        )}
      </div>
      {mayRead && (
        <p id={hintId} className="muted">
          {t('feedback:answer.means')}
        </p>
      )}
      {mayAgree && (
        <p id={agreeId} className="muted">
          {t('feedback:answer.no_objection_means')}
        </p>
      )}
      {send.error && <ErrorNotice error={send.error} />}
    </form>
  );
}

function DaysLeft({ until }: { until: string | null }) {
  const { t } = useTranslation();
  const format = useInstant();
  // The day is read once: nobody waits here for midnight.
  const [now_ms] = useState(() => Date.now());
  if (until === null) return null;
  const count = daysLeft(until, now_ms);
  return (
    <span title={t('feedback:answer.until', { at: format(justBefore(until), 'day') })}>
      {count === 0 ? t('feedback:answer.days_left_zero') : t('feedback:answer.days_left', { count })}
    </span>
  );
}

/** What was answered so far. */
function Answered({ evaluation: { feedback, appeal, answer_until: until } }: { evaluation: Evaluation }) {
  const { t } = useTranslation();
  const format = useInstant();
  const at = format(feedback.answered_at ?? feedback.acknowledged_at ?? until ?? '');
  if (feedback.answer === null) return null;
  return (
    <div aria-live="polite">
      <p>
        {feedback.answer === 'acknowledged' && t('feedback:answer.acknowledged', { at })}
        {feedback.answer === 'no_objection' && t('feedback:answer.no_objection_on', { at })}
        {feedback.answer === 'lapsed' &&
          t('feedback:answer.lapsed', { at: until ? format(justBefore(until), 'day') : at })}
        {feedback.answer === 'appealed' &&
          appeal &&
          t('feedback:answer.appealed', { step: t(`appeals:state.${appeal.state}`) })}
        {feedback.answer === 'decided' && appeal?.outcome && t(`feedback:answer.decided_${appeal.outcome}`)}{' '}
        {appeal && (
          <Link to="/appeals/$appealId" params={{ appealId: appeal.id }}>
            {t('feedback:answer.show_appeal')}
          </Link>
        )}
      </p>
      {feedback.reply && (
        <p>
          <span className="muted">{t('feedback:answer.your_reply')}: </span>
          {feedback.reply}
        </p>
      )}
    </div>
  );
}

function WhoSees({ evaluation: { evaluator, team } }: { evaluation: Evaluation }) {
  const { t } = useTranslation();
  const names = { evaluator: evaluator?.name ?? '', team: team?.name ?? '' };
  return (
    <p className="muted">
      {team ? t('feedback:answer.seen_by', names) : t('feedback:answer.seen_by_no_team', names)}
    </p>
  );
}
