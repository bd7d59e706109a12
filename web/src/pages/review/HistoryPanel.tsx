// What the agent scored before: closed until every item is answered, so that nobody scores what they
// expect.
import { LockOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { earlierScoresQuery } from '../../api/desk';
import type { Evaluation, EvaluationRow } from '../../api/types';
import { ErrorNotice } from '../../components/ErrorNotice';
import { ScoreTag } from '../../components/ScoreTag';
import { Time } from '../../components/Time';
import { useWorded } from '../../i18n/words';

type Props = { evaluation: Evaluation; isComplete: boolean };

export function HistoryPanel({ evaluation, isComplete }: Props) {
  const { t } = useTranslation('review');
  if (!isComplete) {
    return (
      <p className="transcript-note">
        <LockOutlined aria-hidden /> {t('history.closed')}
      </p>
    );
  }
  return <Earlier evaluation={evaluation} />;
}

function Earlier({ evaluation }: { evaluation: Evaluation }) {
  const { t } = useTranslation('review');
  const { data, error, refetch } = useQuery(earlierScoresQuery(evaluation.id));
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <Spin className="review-waiting" />;
  if (data.items.length === 0) return <p className="transcript-note">{t('history.none')}</p>;
  return (
    <ul className="history" aria-label={t('panel.history')}>
      {data.items.map((row) => (
        <EarlierLine key={row.id} row={row} />
      ))}
    </ul>
  );
}

function EarlierLine({ row }: { row: EvaluationRow }) {
  const worded = useWorded();
  return (
    <li>
      <ScoreTag total={row.total} passed={row.passed} bandTitle={row.band_title} fatal={row.fatal} />
      <div className="muted">
        <Time at={row.call_started_at} /> · {worded(row.scorecard.title)}
      </div>
    </li>
  );
}
