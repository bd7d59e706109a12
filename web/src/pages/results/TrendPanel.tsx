// Above the results: how it goes, week by week, and which items lose most.
import { useQuery } from '@tanstack/react-query';
import { Select, Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { trendQuery } from '../../api/results';
import { useMe } from '../../app/me';
import { oneOf, type Search } from '../../app/search';
import { ErrorNotice } from '../../components/ErrorNotice';
import { LosingItems } from '../../components/trend/LosingItems';
import { TrendView } from '../../components/trend/TrendView';
import { usePassMark } from '../../components/trend/usePassMark';
import styles from './results.module.css';
import type { WhoseTrend } from './whoseTrend';

const NO_ITEMS = { items: [] };

type Props = { whose: WhoseTrend; search: Search; onTeam: (team: string) => void };

export function TrendPanel({ whose, search, onTeam }: Props) {
  const { t } = useTranslation();
  const { leads } = useMe();
  const card = oneOf(search.scorecard) ?? null;
  const { data: trend, error } = useQuery(trendQuery(whose.of, card));
  const passMark = usePassMark(trend ?? NO_ITEMS, card);
  return (
    <section className={styles.trend} aria-labelledby="trend">
      <div className={styles.trendChart}>
        <h2 id="trend">
          {whose.name ? t('results:trend.title_of', { name: whose.name }) : t('results:trend.title')}
          {leads.length > 1 && whose.of.team !== undefined && (
            <Select
              size="small"
              className={styles.whose}
              aria-label={t('results:trend.of')}
              value={whose.of.team}
              options={leads.map((team) => ({ value: team.id, label: team.name }))}
              onChange={onTeam}
            />
          )}
        </h2>
        {error && <ErrorNotice error={error} />}
        {trend ? <TrendView weeks={trend.weeks} passMark={passMark} /> : !error && <Spin />}
      </div>
      {trend && (
        <div className={styles.losing}>
          <h2>{t('results:trend.losing')}</h2>
          <LosingItems items={trend.items} />
        </div>
      )}
    </section>
  );
}
