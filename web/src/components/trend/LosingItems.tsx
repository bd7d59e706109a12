// The items that lose most, with how many of the scored calls lost marks there.
import { useTranslation } from 'react-i18next';
import type { Trend } from '../../api/types';
import { useWorded } from '../../i18n/words';
import styles from './trend.module.css';

export function LosingItems({ items }: { items: Trend['items'] }) {
  const { t } = useTranslation();
  const worded = useWorded();
  if (items.length === 0) return <p className="muted">{t('results:trend.nothing_lost')}</p>;
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t('results:trend.losing_item')}</th>
          <th scope="col">{t('results:trend.lost_average')}</th>
          <th scope="col">{t('results:trend.missed')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={`${item.scorecard_key}/${item.question}`}>
            <th scope="row">{worded(item.title)}</th>
            <td>{item.lost_average}</td>
            <td>{t('results:trend.missed_of', { missed: item.missed, evaluations: item.evaluations })}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
