// The foot of the feedback page: say that it was read, with a reply if one wants to, and who sees it.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { waitingQuery } from '../../api/waiting';
import { problemFrom } from '../../api/problem';
import { acknowledge, readEvaluationQuery } from '../../api/results';
import type { Evaluation } from '../../api/types';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useInstant } from '../../components/Time';
import styles from './feedback.module.css';

const REPLY_MOST = 2000;

export function AcknowledgeBar({ evaluation }: { evaluation: Evaluation }) {
  return (
    <footer className={styles.foot}>
      {evaluation.feedback.acknowledged_at === null ? (
        <AcknowledgeForm evaluation={evaluation} />
      ) : (
        <Acknowledged feedback={evaluation.feedback} at={evaluation.feedback.acknowledged_at} />
      )}
      <WhoSees evaluation={evaluation} />
    </footer>
  );
}

function useAcknowledge(id: string) {
  const queries = useQueryClient();
  const key = readEvaluationQuery(id).queryKey;
  return useMutation({
    mutationFn: (reply: string | null) => acknowledge(id, reply),
    onSuccess: (evaluation) => {
      queries.setQueryData(key, evaluation);
      void queries.invalidateQueries({ queryKey: ['evaluations'] });
      void queries.invalidateQueries({ queryKey: waitingQuery.queryKey });
    },
    onError: (error) => {
      // Another window was first: what it said is what counts.
      if (problemFrom(error).code === 'already_acknowledged')
        void queries.invalidateQueries({ queryKey: key });
    },
  });
}

function AcknowledgeForm({ evaluation }: { evaluation: Evaluation }) {
  const { t } = useTranslation();
  const [reply, setReply] = useState('');
  const send = useAcknowledge(evaluation.id);
  const replyId = useId();
  const hintId = useId();
  return (
    <form
      className={styles.acknowledge}
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate(reply.trim() || null);
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
        <Button type="primary" htmlType="submit" loading={send.isPending} aria-describedby={hintId}>
          {t('feedback:answer.acknowledge')}
        </Button>
        <span id={hintId} className="muted">
          {t('feedback:answer.means')}
        </span>
      </div>
      {send.error && <ErrorNotice error={send.error} />}
    </form>
  );
}

function Acknowledged({ feedback, at }: { feedback: Evaluation['feedback']; at: string }) {
  const { t } = useTranslation();
  const format = useInstant();
  return (
    <div aria-live="polite">
      <p>{t('feedback:answer.acknowledged', { at: format(at) })}</p>
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
