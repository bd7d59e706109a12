// Recalls one's own evaluation, as long as the agent has not opened it.
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { recallEvaluation } from '../../api/desk';
import { draftQuery } from '../../api/review';
import type { Evaluation } from '../../api/types';
import { useMe } from '../../app/me';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useSaidChange } from '../../components/useSaidChange';

export function RecallButton({ evaluation }: { evaluation: Evaluation }) {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const cache = useQueryClient();
  const { id } = evaluation;
  const recall = useSaidChange(
    () => recallEvaluation(id),
    (queries) => queries.invalidateQueries({ queryKey: ['evaluations'] }),
    {
      said: () => t('results:recall.done'),
      onDone: () => {
        cache.removeQueries({ queryKey: draftQuery(id).queryKey });
        void cache.invalidateQueries({ queryKey: ['evaluation', id] });
        void navigate({ to: '/review/$evaluationId', params: { evaluationId: id } });
      },
    },
  );
  if (!evaluation.is_recallable || evaluation.evaluator?.id !== me.person_id) return null;
  return (
    <p>
      <Button
        loading={recall.isPending}
        onClick={() => {
          recall.mutate(undefined);
        }}
      >
        {t('results:recall.button')}
      </Button>{' '}
      <span className="muted">{t('results:recall.hint')}</span>
      {recall.error && <ErrorNotice error={recall.error} />}
    </p>
  );
}
