// What agent and inspector say to one note: what was said so far, and a reply by either of the two.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { replyToNote } from '../../api/conversation';
import { readEvaluationQuery } from '../../api/results';
import type { Evaluation, Note } from '../../api/types';
import { useMe } from '../../app/me';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Time } from '../../components/Time';
import styles from './feedback.module.css';

const REPLY_MOST = 2000;

export function NoteTalk({ note, evaluation }: { note: Note; evaluation: Evaluation }) {
  const me = useMe();
  const replies = evaluation.replies.filter((reply) => reply.note_id === note.id);
  const isPartner =
    me.person_id !== null &&
    [evaluation.person?.id, evaluation.evaluator?.id].includes(me.person_id) &&
    evaluation.person !== null;
  const mayReply = isPartner && evaluation.is_out && evaluation.state === 'released';
  if (replies.length === 0 && !mayReply) return null;
  return (
    <div className={styles.talk}>
      {replies.map(({ id, person, text, at }) => (
        <p key={id}>
          <strong>{person.name}</strong> <Time at={at} />
          <br />
          {text}
        </p>
      ))}
      {mayReply && <ReplyForm note={note} evaluation={evaluation} />}
    </div>
  );
}

function ReplyForm({ note, evaluation }: { note: Note; evaluation: Evaluation }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [text, setText] = useState<string | null>(null);
  const send = useMutation({
    mutationFn: (words: string) => replyToNote(evaluation.id, note.id, words),
    onSuccess: (changed) => {
      queries.setQueryData(readEvaluationQuery(evaluation.id).queryKey, changed);
      setText(null);
    },
  });
  const about = note.text.slice(0, 40);
  if (text === null) {
    return (
      <Button
        size="small"
        aria-label={`${t('feedback:talk.reply')}: ${about}`}
        onClick={() => {
          setText('');
        }}
      >
        {t('feedback:talk.reply')}
      </Button>
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate(text);
      }}
    >
      <Input.TextArea
        autoFocus
        aria-label={`${t('feedback:talk.words')}: ${about}`}
        value={text}
        maxLength={REPLY_MOST}
        autoSize={{ minRows: 1, maxRows: 6 }}
        onChange={(event) => {
          setText(event.target.value);
        }}
      />
      <div className={styles.talkAct}>
        <Button
          size="small"
          type="primary"
          htmlType="submit"
          disabled={!text.trim()}
          loading={send.isPending}
        >
          {t('feedback:talk.send')}
        </Button>
        <Button
          size="small"
          onClick={() => {
            setText(null);
          }}
        >
          {t('action.cancel')}
        </Button>
      </div>
      {send.error && <ErrorNotice error={send.error} />}
    </form>
  );
}
