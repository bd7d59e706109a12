// What the reader was given to learn, by the day it is due; nothing where nothing was.
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
  const { data, error } = useQuery(tasksQuery({ mine: true, state: 'open' }));
  if (error) return <ErrorNotice error={error} />;
  if (!data || data.items.length === 0) return null;
  return (
    <section className={styles.tasks} aria-labelledby="own-tasks">
      <h3 id="own-tasks">{t('learning:own.title')}</h3>
      <ul>
        {data.items.map((task) => (
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
