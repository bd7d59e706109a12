// The team leader's first review: uphold the score, or pass the appeal on; either with a reason.
import { Button, Input } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reviewFirst } from '../../api/appeals';
import { ErrorNotice } from '../../components/ErrorNotice';
import feedback from '../feedback/feedback.module.css';
import styles from './appeals.module.css';
import { useJudging } from './useJudging';

const REASON_MOST = 2000;

export function FirstReviewForm({ id }: { id: string }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const judging = useJudging(id, (upholds: boolean) => reviewFirst(id, upholds, reason.trim()));
  const reasonId = useId();
  const hintId = useId();
  const isMissing = reason.trim() === '';
  return (
    <section className={feedback.wide} aria-labelledby="decision">
      <h2 id="decision">{t('appeals:judge.title')}</h2>
      <label htmlFor={reasonId}>{t('appeals:judge.opinion')}</label>
      <Input.TextArea
        id={reasonId}
        value={reason}
        maxLength={REASON_MOST}
        autoSize={{ minRows: 2, maxRows: 8 }}
        onChange={(event) => {
          setReason(event.target.value);
        }}
      />
      <div className={styles.actions}>
        <Button
          type="primary"
          disabled={isMissing}
          loading={judging.isPending}
          onClick={() => {
            judging.mutate(false);
          }}
        >
          {t('appeals:judge.pass_on')}
        </Button>
        <Button
          disabled={isMissing}
          loading={judging.isPending}
          aria-describedby={hintId}
          onClick={() => {
            judging.mutate(true);
          }}
        >
          {t('appeals:judge.uphold')}
        </Button>
        <span id={hintId} className="muted">
          {t('appeals:judge.uphold_means')}
        </span>
      </div>
      {judging.error && <ErrorNotice error={judging.error} />}
    </section>
  );
}
