// What a case review decided, and what is done of it.
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { caseReviewsChanged, type Decision, finishDecision } from '../../api/caseReviews';
import { useMe } from '../../app/me';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useSaidChange } from '../../components/useSaidChange';
import { Due } from './OwnTasks';
import styles from './reviews.module.css';

type Props = { decisions: readonly Decision[]; isRun: boolean };

export function DecisionList({ decisions, isRun }: Props) {
  const { t } = useTranslation('reviews');
  const me = useMe();
  const finish = useSaidChange(finishDecision, caseReviewsChanged, {});
  if (decisions.length === 0) return <p className="muted">{t('detail.no_decisions')}</p>;
  return (
    <>
      {finish.error && <ErrorNotice error={finish.error} />}
      <ol className={styles.agenda}>
        {decisions.map((one) => {
          const { number, text, owner, done_at } = one;
          const isDone = done_at !== null;
          return (
            <li key={number}>
              <span className={isDone ? styles.done : undefined}>{text}</span>{' '}
              <span className="muted">{owner.name}</span> {!isDone && <Due decision={one} />}{' '}
              {(isRun || owner.id === me.person_id) && (
                <Button
                  size="small"
                  aria-label={t(isDone ? 'detail.reopen_of' : 'tasks.done_of', { text })}
                  onClick={() => {
                    finish.mutate({ review_id: one.review_id, number, done: !isDone });
                  }}
                >
                  {t(isDone ? 'detail.reopen' : 'tasks.done')}
                </Button>
              )}
            </li>
          );
        })}
      </ol>
    </>
  );
}
