// Listen first: the agent marks where they would act otherwise, before they see what the inspector found.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { finishListening, readEvaluationQuery } from '../../api/results';
import type { Evaluation } from '../../api/types';
import { ErrorNotice } from '../../components/ErrorNotice';
import { formatDuration } from '../../components/instants';
import { CallPlayer } from '../../player/CallPlayer';
import { useListeningKeys } from '../call/useListeningKeys';
import styles from './feedback.module.css';
import { Heard } from './Heard';
import { keptMarks, keepMarks, markPins, withMark } from './marks';
import type { Listening } from './useListening';

type Props = { evaluation: Evaluation; listening: Listening };

export function ListenFirst({ evaluation, listening }: Props) {
  const { t } = useTranslation();
  const { playback } = listening;
  const [marks, setMarks] = useState(() => keptMarks(evaluation.id));
  const change = (next: number[]) => {
    setMarks(next);
    keepMarks(evaluation.id, next);
  };
  const mark = () => {
    change(withMark(marks, Math.round(playback.transport.position_ms)));
  };
  useListeningKeys(playback.transport, (code) => {
    if (code !== 'KeyM') return false;
    mark();
    return true;
  });
  return (
    <section className={styles.wide} aria-labelledby="listen-first">
      <h2 id="listen-first">{t('feedback:first.title')}</h2>
      <p>{t('feedback:first.intro')}</p>
      <Heard listening={listening}>
        <CallPlayer playback={playback} pins={markPins(marks, t('feedback:first.own'))} />
      </Heard>
      {listening.state === 'ready' && (
        <Button onClick={mark} aria-keyshortcuts="M">
          {t('feedback:first.mark')}
        </Button>
      )}
      {marks.length === 0 ? (
        <p className="muted">{t('feedback:first.none')}</p>
      ) : (
        <ul className={styles.marks} aria-label={t('feedback:first.yours')}>
          {marks.map((at_ms) => (
            <li key={at_ms}>
              <span className="number">{formatDuration(at_ms)}</span>{' '}
              <Button
                size="small"
                type="link"
                aria-label={`${t('feedback:first.remove')}: ${formatDuration(at_ms)}`}
                onClick={() => {
                  change(marks.filter((one) => one !== at_ms));
                }}
              >
                {t('feedback:first.remove')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Finish id={evaluation.id} marks={marks} />
    </section>
  );
}

function Finish({ id, marks }: { id: string; marks: number[] }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const finish = useMutation({
    mutationFn: (skipped: boolean) => finishListening(id, marks, skipped),
    onSuccess: (evaluation) => {
      keepMarks(id, []);
      queries.setQueryData(readEvaluationQuery(id).queryKey, evaluation);
    },
  });
  return (
    <>
      <div className={styles.talkAct}>
        <Button
          type="primary"
          disabled={marks.length === 0}
          loading={finish.isPending}
          onClick={() => {
            finish.mutate(false);
          }}
        >
          {t('feedback:first.show')}
        </Button>
        <Popconfirm
          title={t('feedback:first.skip_sure')}
          okText={t('feedback:first.skip')}
          cancelText={t('action.cancel')}
          onConfirm={() => {
            finish.mutate(true);
          }}
        >
          <Button type="link">{t('feedback:first.skip')}</Button>
        </Popconfirm>
      </div>
      <p className="muted">{t('feedback:first.credit')}</p>
      {finish.error && <ErrorNotice error={finish.error} />}
    </>
  );
}

/** What the agent found by themselves, to their credit; nothing where they were not asked. */
export function FoundLine({ evaluation }: { evaluation: Evaluation }) {
  const { t } = useTranslation();
  const first = evaluation.listening_first;
  if (first === null || first.is_due) return null;
  if (first.was_skipped && first.marks.length === 0) {
    return <p className="muted">{t('feedback:first.skipped')}</p>;
  }
  return (
    <p>
      <strong>{t('feedback:first.found', { found: first.found, count: first.of_all })}</strong>{' '}
      {first.marks.length > 0 && (
        <span className="muted">
          {t('feedback:first.marked_at', { at: first.marks.map(formatDuration).join(', ') })}
        </span>
      )}
    </p>
  );
}
