// More to score: one call drawn at random from a saved filter or from all calls.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Alert, Button, Form, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { takeNext, todayQuery } from '../../api/assignments';
import { directoryQuery } from '../../api/directory';
import { filtersQuery } from '../../api/filters';
import { problemFrom } from '../../api/problem';
import type { SavedFilter } from '../../api/types';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useWorded } from '../../i18n/words';
import styles from './today.module.css';

const ALL = 'all';
const CARD_OF_PROJECT = 'of_project';

function usePool() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ query, card }: { query: string; card: string | null }) => takeNext(query, card),
    onSuccess: () => queries.invalidateQueries({ queryKey: todayQuery.queryKey }),
  });
}

/** `isMain`: where it is the one thing to do. */
export function PoolForm({ isMain = false }: { isMain?: boolean }) {
  const { t } = useTranslation();
  const [filterId, setFilterId] = useState(ALL);
  const [card, setCard] = useState(CARD_OF_PROJECT);
  const filters = useQuery(filtersQuery('calls')).data?.items ?? [];
  const pool = usePool();
  const query = filters.find((filter) => filter.id === filterId)?.query ?? '';
  return (
    <div className={styles.pool}>
      <p className="muted">{t('queue:pool.hint')}</p>
      <Form layout="vertical" className={styles.poolForm}>
        <Form.Item label={t('queue:pool.filter')} htmlFor="pool-filter">
          <FilterChoice filters={filters} value={filterId} onChange={setFilterId} />
        </Form.Item>
        <Form.Item label={t('queue:pool.card')} htmlFor="pool-card">
          <CardChoice value={card} onChange={setCard} />
        </Form.Item>
        <Button
          block
          type={isMain ? 'primary' : 'default'}
          loading={pool.isPending}
          onClick={() => {
            pool.mutate({ query, card: card === CARD_OF_PROJECT ? null : card });
          }}
        >
          {t('queue:pool.take')}
        </Button>
      </Form>
      <PoolOutcome pool={pool} />
      <Link to="/calls">{t('queue:today.find_call')}</Link>
    </div>
  );
}

function PoolOutcome({ pool }: { pool: ReturnType<typeof usePool> }) {
  const { t } = useTranslation();
  if (pool.data) {
    return <p aria-live="polite">{t('queue:pool.taken', { count: pool.data.pool_size ?? 0 })}</p>;
  }
  if (pool.error === null) return null;
  if (problemFrom(pool.error).code === 'nothing_to_take') {
    return <Alert role="alert" type="info" showIcon title={t('queue:pool.empty')} />;
  }
  return <ErrorNotice error={pool.error} />;
}

type ChoiceProps = { value: string; onChange: (value: string) => void };

function FilterChoice({ filters, value, onChange }: ChoiceProps & { filters: SavedFilter[] }) {
  const { t } = useTranslation();
  const option = (filter: SavedFilter) => ({ value: filter.id, label: filter.name });
  const mine = filters.filter((filter) => filter.mine).map(option);
  const shared = filters
    .filter((filter) => !filter.mine)
    .map((filter) => ({
      value: filter.id,
      label: filter.team ? `${filter.name} · ${filter.team.name}` : filter.name,
    }));
  return (
    <Select
      id="pool-filter"
      value={value}
      onChange={onChange}
      options={[
        { value: ALL, label: t('queue:pool.all_calls') },
        ...(mine.length > 0 ? [{ label: t('queue:pool.mine'), options: mine }] : []),
        ...(shared.length > 0 ? [{ label: t('queue:pool.shared'), options: shared }] : []),
      ]}
    />
  );
}

function CardChoice({ value, onChange }: ChoiceProps) {
  const { t } = useTranslation();
  const worded = useWorded();
  const cards = useQuery(directoryQuery).data?.scorecards ?? [];
  return (
    <Select
      id="pool-card"
      value={value}
      onChange={onChange}
      options={[
        { value: CARD_OF_PROJECT, label: t('queue:pool.card_of_project') },
        ...cards.map((card) => ({ value: card.id, label: worded(card.title) })),
      ]}
    />
  );
}
