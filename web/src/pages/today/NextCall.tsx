// The one thing to do on this page: open the call that comes first. Enter does it too.
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useEffect, useEffectEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { beginEvaluation } from '../../api/assignments';
import type { Assignment } from '../../api/types';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Key } from '../../components/Key';
import { useWorded } from '../../i18n/words';
import { CallBrief } from './CallBrief';
import { DueWord } from './DueWord';
import { ReasonText } from './ReasonText';
import styles from './today.module.css';

/** Opens the draft of an assignment for review. */
export function useScore() {
  const navigate = useNavigate();
  return useMutation({
    mutationFn: beginEvaluation,
    onSuccess: (evaluation) =>
      navigate({ to: '/review/$evaluationId', params: { evaluationId: evaluation.id } }),
  });
}

/** Enter that no control of the page has taken for itself. */
function useEnter(act: () => void) {
  const onEnter = useEffectEvent(act);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isFree = event.target === document.body || event.target === document.getElementById('page');
      if (!isFree || event.isComposing || event.repeat) return;
      if (event.code !== 'Enter' && event.code !== 'NumpadEnter') return;
      event.preventDefault();
      onEnter();
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, []);
}

export function NextCall({ next }: { next: Assignment }) {
  const { t } = useTranslation();
  const worded = useWorded();
  const score = useScore();
  const begin = () => {
    if (!score.isPending) score.mutate(next.id);
  };
  useEnter(begin);
  return (
    <section className={styles.next}>
      <Button
        type="primary"
        size="large"
        className={styles.nextButton}
        loading={score.isPending}
        onClick={begin}
      >
        {t('queue:today.score_next')} <Key>⏎</Key>
      </Button>
      <div className={styles.nextFacts}>
        <p>
          <CallBrief call={next.call} />
        </p>
        <p className={styles.nextWhy}>
          <DueWord assignment={next} />
          <span className="muted">
            <ReasonText assignment={next} /> · {worded(next.scorecard.title)}
          </span>
        </p>
        {score.error && <ErrorNotice error={score.error} onRetry={begin} />}
      </div>
    </section>
  );
}
