// Whether the feedback helped: said by the agent, read by the inspector without a name.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rateFeedback } from '../../api/conversation';
import { readEvaluationQuery } from '../../api/results';
import type { Evaluation } from '../../api/types';
import { ErrorNotice } from '../../components/ErrorNotice';
import styles from './feedback.module.css';

const WORDS_MOST = 1000;

export function RatingPart({ evaluation }: { evaluation: Evaluation }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { rating } = evaluation;
  const [isHelpful, setIsHelpful] = useState<boolean | null>(rating?.is_helpful ?? null);
  const [words, setWords] = useState(rating?.words ?? '');
  const send = useMutation({
    mutationFn: (helpful: boolean) => rateFeedback(evaluation.id, helpful, words.trim() || null),
    onSuccess: (changed) => {
      queries.setQueryData(readEvaluationQuery(evaluation.id).queryKey, changed);
    },
  });
  const isSaid = rating?.is_helpful === isHelpful && (rating?.words ?? '') === words.trim();
  return (
    <section className={styles.wide} aria-labelledby="rating">
      <h2 id="rating">{t('feedback:rating.title')}</h2>
      <Radio.Group
        aria-labelledby="rating"
        value={isHelpful}
        options={[
          { value: true, label: t('feedback:rating.helpful') },
          { value: false, label: t('feedback:rating.not_helpful') },
        ]}
        onChange={(event) => {
          setIsHelpful(event.target.value as boolean);
        }}
      />
      {isHelpful !== null && (
        <>
          <Input.TextArea
            aria-label={t('feedback:rating.words')}
            placeholder={t('feedback:rating.words')}
            value={words}
            maxLength={WORDS_MOST}
            autoSize={{ minRows: 1, maxRows: 4 }}
            onChange={(event) => {
              setWords(event.target.value);
            }}
          />
          <div className={styles.talkAct}>
            <Button
              disabled={isSaid}
              loading={send.isPending}
              onClick={() => {
                send.mutate(isHelpful);
              }}
            >
              {t('feedback:rating.send')}
            </Button>
            {isSaid && (
              <span className="muted" role="status">
                {t('feedback:rating.sent')}
              </span>
            )}
          </div>
        </>
      )}
      {send.error && <ErrorNotice error={send.error} />}
      <p className="muted">{t('feedback:rating.seen_by', { name: evaluation.evaluator?.name ?? '' })}</p>
    </section>
  );
}
