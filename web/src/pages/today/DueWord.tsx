// When an assignment is due. Overdue is a word and a colour.
import { useTranslation } from 'react-i18next';
import type { Assignment } from '../../api/types';
import { useMe } from '../../app/me';
import { useInstant } from '../../components/Time';
import { dueOf } from './due';

export function DueWord({ assignment }: { assignment: Assignment }) {
  const { t } = useTranslation();
  const format = useInstant();
  const { time_zone } = useMe();
  const due = dueOf(assignment, new Date(), time_zone);
  const exact = assignment.due_at ? format(assignment.due_at) : undefined;
  switch (due.word) {
    case 'overdue':
      return (
        <span className="tone tone-bad" title={exact}>
          {due.days === 0 ? t('queue:due.overdue_today') : t('queue:due.overdue', { count: due.days })}
        </span>
      );
    case 'today':
      return (
        <span className="tone tone-warning" title={exact}>
          {t('queue:due.today')}
        </span>
      );
    case 'tomorrow':
      return <span title={exact}>{t('queue:due.tomorrow')}</span>;
    case 'on_day':
      return (
        <span className="number" title={exact}>
          {format(due.at, 'day')}
        </span>
      );
    case 'no_date':
      return <span className="muted">{t('queue:due.no_date')}</span>;
  }
}
