// Numbers over time to look at: drawn, or as the table that says the same.
import { Button, Spin } from 'antd';
import { type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './trend.module.css';

type Props = { chart: ReactNode; table: ReactNode };

export function ChartOrTable({ chart, table }: Props) {
  const { t } = useTranslation();
  const [isTable, setIsTable] = useState(false);
  return (
    <div className={styles.view}>
      {isTable ? table : <Suspense fallback={<Spin className={styles.coming ?? ''} />}>{chart}</Suspense>}
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
