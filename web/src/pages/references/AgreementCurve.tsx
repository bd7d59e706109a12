// How agreement went over the attempts: somebody's one by one, everybody's week by week.
import { useQuery } from '@tanstack/react-query';
import { lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { certificationRuleQuery, resultsQuery } from '../../api/references';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useInstant } from '../../components/Time';
import { ChartOrTable } from '../../components/trend/ChartOrTable';
import type { TrendPoint } from '../../components/trend/series';
import trend from '../../components/trend/trend.module.css';
import { useWorded } from '../../i18n/words';
import { CURVE_MOST, type CurvePoint, curveOf } from './curve';
import styles from './references.module.css';

const TrendChart = lazy(() => import('../../components/trend/TrendChart'));

type Props = { personId: string | undefined; cardId: string | undefined };

export function AgreementCurve({ personId, cardId }: Props) {
  const { t } = useTranslation('references');
  const instant = useInstant();
  const query = { person_id: personId, scorecard_id: cardId, limit: CURVE_MOST };
  const { data, error } = useQuery(resultsQuery(query));
  const rule = useQuery({ ...certificationRuleQuery(cardId ?? ''), enabled: cardId !== undefined }).data;
  const mark = cardId !== undefined && rule && rule.calls > 0 ? rule.agreement : null;
  if (error) return <ErrorNotice error={error} />;
  const by = personId === undefined ? 'week' : 'attempt';
  const curve = curveOf(data?.items ?? [], by, (at) => instant(at, 'day'));
  if (curve.length === 0) return null;
  return (
    <section className={styles.curve} aria-labelledby="curve">
      <h2 id="curve">{t(`curve.title.${by}`)}</h2>
      <ChartOrTable
        chart={
          <TrendChart
            points={curve.map(pointOf)}
            passMark={mark}
            name={t('curve.name', { count: curve.length })}
            words={{
              mean: t('curve.percent'),
              interval: '',
              passMark: t('curve.mark', { mark }),
              evaluations: t('curve.attempts'),
            }}
          />
        }
        table={<CurveTable curve={curve} />}
      />
      <p className="muted">
        {t('curve.hint')}
        {data && data.total > CURVE_MOST && <> {t('curve.last', { count: CURVE_MOST })}</>}
      </p>
    </section>
  );
}

/** As the chart of a trend takes it: a share has no interval. */
const pointOf = ({ day, attempts, percent }: CurvePoint): TrendPoint => ({
  weekStart: day,
  evaluations: attempts,
  average: percent,
  low: null,
  high: null,
  passRate: null,
});

function CurveTable({ curve }: { curve: readonly CurvePoint[] }) {
  const { t } = useTranslation('references');
  const worded = useWorded();
  const isByWeek = curve.every(({ title }) => title === null);
  return (
    <table className={trend.table}>
      <thead>
        <tr>
          <th scope="col">{t(isByWeek ? 'curve.week' : 'column.finished')}</th>
          {!isByWeek && <th scope="col">{t('column.title')}</th>}
          <th scope="col">{t('curve.attempts')}</th>
          <th scope="col">{t('curve.items')}</th>
          <th scope="col">{t('curve.percent')}</th>
        </tr>
      </thead>
      <tbody>
        {curve.map((point, place) => (
          <tr key={place}>
            <th scope="row">{point.day}</th>
            {!isByWeek && <td>{point.title && worded(point.title)}</td>}
            <td>{point.attempts}</td>
            <td>{t('outcome.alike', point)}</td>
            <td>{t('outcome.share', point)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
