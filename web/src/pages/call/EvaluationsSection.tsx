// How a call was scored, for those who read results: each evaluation that is out, the youngest first.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { evaluationsQuery } from '../../api/results';
import type { EvaluationRow } from '../../api/types';
import { useMay } from '../../app/me';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Time } from '../../components/Time';
import { useWorded } from '../../i18n/words';
import { AnswerCell, ResultCell } from '../evaluations/cells';
import { WithheldNotice } from '../results/WithheldNotice';
import styles from './call.module.css';

export function EvaluationsSection({ callId }: { callId: string }) {
  const maySee = useMay('view_results');
  return maySee ? <Evaluations callId={callId} /> : null;
}

function Evaluations({ callId }: { callId: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(evaluationsQuery('results', { call: callId }));
  return (
    <>
      <h2>{t('calls:call.evaluations')}</h2>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data && <WithheldNotice withheld={{ ...data.withheld, names_hidden: 0 }} />}
      {data?.items.length === 0 && <p className="muted">{t('calls:call.not_evaluated')}</p>}
      <ul>
        {data?.items.map((row) => (
          <OneEvaluation key={row.id} row={row} />
        ))}
      </ul>
    </>
  );
}

function OneEvaluation({ row }: { row: EvaluationRow }) {
  const worded = useWorded();
  return (
    <li className={styles.recording}>
      <ResultCell row={row} />{' '}
      <Link to="/evaluations/$evaluationId" params={{ evaluationId: row.id }}>
        {worded(row.scorecard.title)}
      </Link>{' '}
      <span className="muted">
        {row.evaluator.name} · <Time at={row.released_at} form="day" /> <AnswerCell row={row} />
      </span>
    </li>
  );
}
