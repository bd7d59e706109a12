// What the reader was given to learn and has not learned, what is overdue first; nothing where nothing was.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { tasksQuery } from '../../api/learning';
import { useMe } from '../../app/me';
import { isPast } from '../../pages/improvements/overdue';
import { ErrorNotice } from '../ErrorNotice';
import styles from './learning.module.css';
import { TaskLink } from './TaskLink';

export function OwnTasks() {
  const { t } = useTranslation();
  const { time_zone: zone } = useMe();
  // A task whose day has passed is not open any more, and is to be done all the same.
  const overdue = useQuery(tasksQuery({ mine: true, state: 'overdue' }));
  const open = useQuery(tasksQuery({ mine: true, state: 'open' }));
  const error = overdue.error ?? open.error;
  if (error) return <ErrorNotice error={error} />;
  const tasks = [...(overdue.data?.items ?? []), ...(open.data?.items ?? [])];
  if (tasks.length === 0) return null;
  return (
    <section className={styles.tasks} aria-labelledby="own-tasks">
      <h3 id="own-tasks">{t('learning:own.title')}</h3>
      <ul>
        {tasks.map((task) => (
          <li key={task.id}>
            <TaskLink task={task} />{' '}
            <span className={isPast(task.due_on, new Date(), zone) ? 'tone tone-warning' : 'muted'}>
              {t(isPast(task.due_on, new Date(), zone) ? 'learning:own.overdue' : 'learning:own.due', {
                day: task.due_on,
              })}
            </span>
            {task.playlist_id && (
              <span className="muted">
                {t('learning:own.progress', { learned: task.learned, count: task.cases })}
              </span>
            )}
            {task.note && <p className="muted">{task.note}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}
