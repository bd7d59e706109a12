// A trend to look at: drawn, or as a table.
import { Button, Spin } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Trend } from '../../api/types';
import { hasScores, pointsOf } from './series';
import styles from './trend.module.css';
import { TrendTable } from './TrendTable';

const TrendChart = lazy(() => import('./TrendChart'));

type Props = {
  weeks: Trend['weeks'];
  /** Drawn across, where one mark holds for everything in the trend. */
  passMark: number | null;
};

export function TrendView({ weeks, passMark }: Props) {
  const { t } = useTranslation();
  const [isTable, setIsTable] = useState(false);
  const points = pointsOf(weeks);
  if (!hasScores(points)) return <p className="muted">{t('results:trend.none', { count: weeks.length })}</p>;
  return (
    <div className={styles.view}>
      {isTable ? (
        <TrendTable points={points} />
      ) : (
        <Suspense fallback={<Spin className={styles.coming ?? ''} />}>
          <TrendChart points={points} passMark={passMark} />
        </Suspense>
      )}
      <Button
        type="link"
        size="small"
        aria-pressed={isTable}
        onClick={() => {
          setIsTable(!isTable);
        }}
      >
        {isTable ? t('results:trend.as_chart') : t('results:trend.as_table')}
      </Button>
    </div>
  );
}
