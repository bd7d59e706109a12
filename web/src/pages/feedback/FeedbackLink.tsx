import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { EvaluationRow } from '../../api/types';
import { Time, useInstant } from '../../components/Time';
import { answerStateOf } from '../evaluations/state';

/** The time of the call, leading to its feedback; in bold as long as it was not opened. */
export function FeedbackLink({ row }: { row: EvaluationRow }) {
  const { t } = useTranslation();
  const format = useInstant();
  const at = row.call_started_at ?? row.released_at ?? row.changed_at;
  return (
    <Link
      to="/feedback/$evaluationId"
      params={{ evaluationId: row.id }}
      aria-label={t('feedback:list.open_of', { at: format(at) })}
      style={answerStateOf(row) === 'unopened' ? { fontWeight: 600 } : undefined}
    >
      <Time at={at} />
    </Link>
  );
}
