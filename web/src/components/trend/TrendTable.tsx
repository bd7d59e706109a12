// The trend as a table: the same numbers as the chart, for whoever reads rather than sees.
import { useTranslation } from 'react-i18next';
import type { TrendPoint } from './series';
import styles from './trend.module.css';

export function TrendTable({ points }: { points: readonly TrendPoint[] }) {
  const { t } = useTranslation();
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t('results:trend.week')}</th>
          <th scope="col">{t('results:trend.evaluations')}</th>
          <th scope="col">{t('results:trend.average')}</th>
          <th scope="col">{t('results:trend.interval')}</th>
          <th scope="col">{t('results:trend.pass_rate')}</th>
        </tr>
      </thead>
      <tbody>
        {points.map((point) => (
          <tr key={point.weekStart}>
            <th scope="row">{point.weekStart}</th>
            <td>{point.evaluations}</td>
            <td>{point.average ?? t('score.none')}</td>
            <td>
              {point.low === null || point.high === null ? t('score.none') : `${point.low} – ${point.high}`}
            </td>
            <td>
              {point.passRate === null ? t('score.none') : t('results:trend.rate', { rate: point.passRate })}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
