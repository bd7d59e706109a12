// What the reader was given to learn and has not learned, what is overdue first; nothing where nothing was.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { LearningTask } from '../../api/caseShapes';
import { tasksQuery } from '../../api/learning';
import { ErrorNotice } from '../ErrorNotice';
import { Time } from '../Time';
import styles from './learning.module.css';
import { TaskLink } from './TaskLink';

/** How many are shown; the page of its own has them all. */
const SHOWN = 10;

export function OwnTasks() {
  const { t } = useTranslation();
  const { data, error } = useQuery(tasksQuery({ mine: true, done: false, limit: SHOWN }));
  if (error) return <ErrorNotice error={error} />;
  if (!data || data.items.length === 0) return null;
  return (
    <section className={styles.tasks} aria-labelledby="own-tasks">
      <h3 id="own-tasks">{t('learning:own.title')}</h3>
      <ul>
        {data.items.map((task) => (
          <TaskItem key={task.id} task={task} />
        ))}
      </ul>
      <Link to="/learning">{t('learning:own.all')}</Link>
    </section>
  );
}

/** One task of the reader's: what, until when or since when it is done, how far, what was said to it. */
export function TaskItem({ task }: { task: LearningTask }) {
  const { t } = useTranslation();
  return (
    <li>
      <div>
        <TaskLink task={task} />{' '}
        {task.done_at === null ? (
          <span className={task.state === 'overdue' ? 'tone tone-warning' : 'muted'}>
            {t(`learning:own.${task.state === 'overdue' ? 'overdue' : 'due'}`, { day: task.due_on })}
          </span>
        ) : (
          <span className="muted">
            {t('learning:own.done')} <Time at={task.done_at} form="day" />
          </span>
        )}{' '}
        {task.playlist_id && (
          <span className="muted">
            {t('learning:own.progress', { learned: task.learned, count: task.cases })}
          </span>
        )}
      </div>
      {task.note && <p className="muted">{task.note}</p>}
    </li>
  );
}
