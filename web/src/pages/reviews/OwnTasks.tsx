// What case reviews decided that the reader is still to do; nothing where there is nothing.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { caseReviewsChanged, type Decision, finishDecision, reviewTasksQuery } from '../../api/caseReviews';
import { useMay, useMe } from '../../app/me';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useSaidChange } from '../../components/useSaidChange';
import { isPast } from '../improvements/overdue';
import styles from './reviews.module.css';

export function OwnTasks() {
  const { t } = useTranslation('reviews');
  const attends = useMay('learn_from_cases');
  const { data } = useQuery({ ...reviewTasksQuery, enabled: attends });
  const finish = useSaidChange(finishDecision, caseReviewsChanged, { said: () => t('tasks.said') });
  if (!data || data.items.length === 0) return null;
  return (
    <section className={styles.tasks} aria-label={t('tasks.title')}>
      <h2>{t('tasks.title')}</h2>
      {finish.error && <ErrorNotice error={finish.error} />}
      <ul>
        {data.items.map((task) => (
          <li key={`${task.review_id} ${String(task.number)}`}>
            <span>{task.text}</span> <Due decision={task} />
            <Link to="/case-reviews/$reviewId" params={{ reviewId: task.review_id }}>
              {t('tasks.open')}
            </Link>
            <Button
              size="small"
              aria-label={t('tasks.done_of', { text: task.text })}
              loading={finish.isPending}
              onClick={() => {
                finish.mutate({ review_id: task.review_id, number: task.number, done: true });
              }}
            >
              {t('tasks.done')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Due({ decision: { due_date, done_at } }: { decision: Decision }) {
  const { t } = useTranslation('reviews');
  const { time_zone: zone } = useMe();
  const isOverdue = done_at === null && isPast(due_date, new Date(), zone);
  return (
    <span className={isOverdue ? 'tone tone-warning number' : 'muted number'}>
      {t(isOverdue ? 'tasks.overdue' : 'tasks.due', { day: due_date })}
    </span>
  );
}
