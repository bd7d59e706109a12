// Why a call is in somebody's list: who put it there, or out of how many it was drawn.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { filtersQuery } from '../../api/filters';
import type { Assignment } from '../../api/types';
import { parseSearch } from '../../app/search';
import { savedAs } from './filterName';
import styles from './today.module.css';

export function ReasonText({ assignment }: { assignment: Assignment }) {
  const { t } = useTranslation();
  const { reason, assigned_by, pool_size } = assignment;
  if (reason === 'own_choice' || reason === 'oldest_sale') return <>{t(`queue:reason.${reason}`)}</>;
  if (reason === 'assigned') {
    return (
      <>
        {assigned_by ? t('queue:reason.assigned_by', { name: assigned_by.name }) : t('queue:reason.assigned')}
      </>
    );
  }
  return (
    <>
      {pool_size === null
        ? t('queue:reason.taken_at_random')
        : t('queue:reason.taken_at_random_from', { count: pool_size })}
      {' · '}
      <DrawnFrom query={assignment.filter ?? ''} />
    </>
  );
}

function DrawnFrom({ query }: { query: string }) {
  const { t } = useTranslation();
  const { data } = useQuery(filtersQuery('calls'));
  if (query === '') return <>{t('queue:pool.all_calls')}</>;
  const name = savedAs(query, data?.items ?? [])?.name ?? t('queue:reason.filtered');
  return (
    <Link to="/calls" search={parseSearch(query)} className={styles.drawnFrom}>
      {name}
    </Link>
  );
}
