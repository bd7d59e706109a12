// A trend to look at, week by week.
import { lazy } from 'react';
import { useTranslation } from 'react-i18next';
import type { Trend } from '../../api/types';
import { ChartOrTable } from './ChartOrTable';
import { hasScores, pointsOf } from './series';
import { TrendTable } from './TrendTable';

const TrendChart = lazy(() => import('./TrendChart'));

type Props = {
  weeks: Trend['weeks'];
  /** Drawn across, where one mark holds for everything in the trend. */
  passMark: number | null;
};

export function TrendView({ weeks, passMark }: Props) {
  const { t } = useTranslation();
  const points = pointsOf(weeks);
  if (!hasScores(points)) return <p className="muted">{t('results:trend.none', { count: weeks.length })}</p>;
  return (
    <ChartOrTable
      chart={
        <TrendChart
          points={points}
          passMark={passMark}
          name={t('results:trend.chart', { count: points.length })}
          words={{
            mean: t('results:trend.mean'),
            interval: t('results:trend.interval'),
            passMark: t('results:trend.pass_mark', { mark: passMark }),
            evaluations: t('results:trend.evaluations'),
          }}
        />
      }
      table={<TrendTable points={points} />}
    />
  );
}
