// How one's own scores go, week by week.
import { useTranslation } from 'react-i18next';
import type { Trend } from '../../api/types';
import { LosingItems } from '../../components/trend/LosingItems';
import { TrendView } from '../../components/trend/TrendView';
import { usePassMark } from '../../components/trend/usePassMark';
import styles from './home.module.css';

export function TrendPart({ trend }: { trend: Trend }) {
  const { t } = useTranslation();
  const passMark = usePassMark(trend, null);
  return (
    <section className={styles.part} aria-labelledby="trend">
      <h2 id="trend">{t('feedback:home.trend')}</h2>
      <TrendView weeks={trend.weeks} passMark={passMark} />
      {trend.items.length > 0 && (
        <>
          <h3 className={styles.sub}>{t('results:trend.losing')}</h3>
          <LosingItems items={trend.items} />
        </>
      )}
    </section>
  );
}
