// From a call to its review page: the call is taken into one's own queue, then the draft begins.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import { beginCall, beginEvaluation, ownOpenAssignments, takeCall, takeNext } from '../../api/assignments';
import { problemFrom } from '../../api/problem';
import type { Assignment, Evaluation } from '../../api/types';
import { useProblemWords } from '../../components/ErrorNotice';

/** One call, or whichever is drawn from those that a filter finds. */
export type Wanted = { callId: string; participationId?: string } | { filter: string };

/** The call in one's own queue: where it stands already, or newly taken. Null: it is in somebody else's. */
async function inOwnQueue(callId: string): Promise<Assignment | null> {
  try {
    return await takeCall(callId);
  } catch (refusal) {
    if (problemFrom(refusal).code !== 'already_assigned') throw refusal;
    return (await ownOpenAssignments()).items.find((assignment) => assignment.call.id === callId) ?? null;
  }
}

/** Whether to score a call that is in somebody else's queue, too: several may, and by accident none should. */
function useAskWhetherToo(): () => Promise<boolean> {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  return () =>
    new Promise((resolve) => {
      modal.confirm({
        title: t('calls:score.too'),
        content: t('calls:score.too_hint'),
        okText: t('calls:score.this'),
        cancelText: t('action.cancel'),
        onOk: () => {
          resolve(true);
        },
        onCancel: () => {
          resolve(false);
        },
      });
    });
}

/** Takes what is wanted and opens its review page. */
export function useScoring() {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { message } = App.useApp();
  const wordsOf = useProblemWords();
  const isToBeScoredToo = useAskWhetherToo();
  return useMutation({
    mutationFn: async (wanted: Wanted): Promise<Evaluation | null> => {
      if ('filter' in wanted) return beginEvaluation((await takeNext(wanted.filter)).id);
      const { callId, participationId } = wanted;
      const own = await inOwnQueue(callId);
      if (own === null && !(await isToBeScoredToo())) return null;
      return own === null || participationId !== undefined
        ? beginCall(callId, participationId)
        : beginEvaluation(own.id);
    },
    onSuccess: async (evaluation) => {
      if (evaluation === null) return;
      void queryClient.invalidateQueries({ queryKey: ['calls'] });
      await navigate({ to: '/review/$evaluationId', params: { evaluationId: evaluation.id } });
    },
    onError: (error) => void message.error(wordsOf(error)),
  });
}
