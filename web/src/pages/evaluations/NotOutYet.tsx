// One's own release that is not out yet: when it goes out, and taking it back until then.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { draftQuery, takeBackRelease } from '../../api/review';
import type { Evaluation } from '../../api/types';
import { useMe } from '../../app/me';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useInstant } from '../../components/Time';

export function NotOutYet({ evaluation }: { evaluation: Evaluation }) {
  const { t } = useTranslation();
  const format = useInstant();
  const me = useMe();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const takeBack = useMutation({
    mutationFn: () => takeBackRelease(evaluation.id),
    onSuccess: async () => {
      queries.removeQueries({ queryKey: draftQuery(evaluation.id).queryKey });
      void queries.invalidateQueries({ queryKey: ['evaluations'] });
      await navigate({ to: '/review/$evaluationId', params: { evaluationId: evaluation.id } });
    },
  });
  const isOwn = evaluation.evaluator !== null && evaluation.evaluator.id === me.person_id;
  if (!isOwn || evaluation.is_out || evaluation.state === 'draft') return null;
  const at = evaluation.released_at;
  return (
    <>
      <Alert
        type="info"
        showIcon
        title={at ? t('results:not_out.at', { at: format(at) }) : t('results:not_out.talk')}
        action={
          <Button
            size="small"
            loading={takeBack.isPending}
            onClick={() => {
              takeBack.mutate();
            }}
          >
            {t('results:not_out.take_back')}
          </Button>
        }
      />
      {takeBack.error && <ErrorNotice error={takeBack.error} />}
    </>
  );
}
