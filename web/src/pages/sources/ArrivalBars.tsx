// What came in the last 24 hours, hour by hour, against what usually comes.
import { useTranslation } from 'react-i18next';
import type { SourceHour } from '../../api/sources';
import { useInstant } from '../../components/Time';
import { barsOf, totalOf, usualTotalOf } from './bars';
import styles from './sources.module.css';

type Props = { hours: readonly SourceHour[]; isLarge?: boolean };

const STEP = 6;

export function ArrivalBars({ hours, isLarge = false }: Props) {
  const { t } = useTranslation();
  const instant = useInstant();
  const height = isLarge ? 64 : 28;
  const total = totalOf(hours);
  const usual = usualTotalOf(hours);
  const label =
    usual === null
      ? t('sources:bars.total', { count: total })
      : t('sources:bars.total_usual', { count: total, usual });
  return (
    <svg
      className={isLarge ? styles.barsLarge : styles.bars}
      role="img"
      aria-label={label}
      viewBox={`0 0 ${String(hours.length * STEP)} ${String(height)}`}
      preserveAspectRatio="none"
    >
      <rect className={styles.ground} x={0} width={hours.length * STEP} y={height - 1} height={1} />
      {barsOf(hours).map((bar, place) => (
        <g key={hours[place]?.at}>
          <title>
            {`${instant(hours[place]?.at ?? '', 'minute')} · ${String(hours[place]?.arrivals ?? 0)}`}
          </title>
          <rect
            className={styles.bar}
            x={bar.x * STEP + 1}
            width={STEP - 2}
            y={height - bar.height * (height - 2)}
            height={bar.height * (height - 2)}
          />
          {bar.usual !== null && (
            <rect
              className={styles.usual}
              x={bar.x * STEP}
              width={STEP}
              y={height - bar.usual * (height - 2) - 1}
              height={1.5}
            />
          )}
        </g>
      ))}
    </svg>
  );
}
