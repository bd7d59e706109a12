// The talk of the team leader with the agent, before the evaluation is out: to be had, or what was said.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { logTalk, readEvaluationQuery } from '../../api/results';
import type { Evaluation, ReleaseTalk } from '../../api/types';
import { useMay, useMe } from '../../app/me';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useInstant } from '../../components/Time';
import { justBefore } from '../appeals/deadline';

const NOTE_MOST = 2000;

type Props = { evaluation: Evaluation; talk: ReleaseTalk };

export function TalkPart({ evaluation, talk }: Props) {
  const { t } = useTranslation();
  const format = useInstant();
  const me = useMe();
  const leads = useMay('review_appeals') && evaluation.evaluator?.id !== me.person_id;
  if (talk.closed_at !== null) {
    const at = format(talk.closed_at);
    return (
      <p>
        {talk.by ? t('results:talk.had', { name: talk.by.name, at }) : t('results:talk.none', { at })}
        {talk.note && (
          <>
            <br />
            {talk.note}
          </>
        )}
      </p>
    );
  }
  if (leads) return <TalkForm evaluation={evaluation} talk={talk} />;
  const at = format(justBefore(talk.due_at), 'day');
  return <Alert type="info" showIcon title={t('results:talk.waits', { at })} />;
}

function TalkForm({ evaluation, talk }: Props) {
  const { t } = useTranslation();
  const format = useInstant();
  const queries = useQueryClient();
  const [note, setNote] = useState('');
  const id = useId();
  const send = useMutation({
    mutationFn: () => logTalk(evaluation.id, note.trim()),
    onSuccess: (out) => {
      queries.setQueryData(readEvaluationQuery(evaluation.id).queryKey, out);
      void queries.invalidateQueries({ queryKey: ['evaluations'] });
      void queries.invalidateQueries({ queryKey: ['waiting'] });
    },
  });
  return (
    <section aria-labelledby="talk">
      <h2 id="talk">{t('results:talk.title')}</h2>
      <p className="muted">{t('results:talk.hint', { at: format(justBefore(talk.due_at), 'day') })}</p>
      <label htmlFor={id}>{t('results:talk.note')}</label>
      <Input.TextArea
        id={id}
        value={note}
        maxLength={NOTE_MOST}
        autoSize={{ minRows: 2, maxRows: 8 }}
        onChange={(event) => {
          setNote(event.target.value);
        }}
      />
      <p className="muted">{t('results:talk.note_hint')}</p>
      {send.error && <ErrorNotice error={send.error} />}
      <Button
        type="primary"
        disabled={!note.trim()}
        loading={send.isPending}
        onClick={() => {
          send.mutate();
        }}
      >
        {t('results:talk.send')}
      </Button>
    </section>
  );
}
