// From a call to its review page: the call is taken into one's own queue, then the draft begins.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App } from 'antd';
import { beginEvaluation, takeCall, takeNext } from '../../api/assignments';
import type { CallRow, Evaluation } from '../../api/types';
import { useMe } from '../../app/me';
import { useProblemWords } from '../../components/ErrorNotice';

export type Wanted = { call: CallRow } | { fromFilter: string };

async function evaluationOf(wanted: Wanted, personId: string | null): Promise<Evaluation> {
  if ('fromFilter' in wanted) {
    const taken = await takeNext(wanted.fromFilter);
    return beginEvaluation({ assignment_id: taken.id });
  }
  const isMine = personId !== null && wanted.call.assigned_to?.id === personId;
  if (isMine) return beginEvaluation({ call_id: wanted.call.id });
  const taken = await takeCall(wanted.call.id);
  return beginEvaluation({ assignment_id: taken.id });
}

/** Takes what is wanted and opens its review page. */
export function useScoring() {
  const me = useMe();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { message } = App.useApp();
  const wordsOf = useProblemWords();
  return useMutation({
    mutationFn: (wanted: Wanted) => evaluationOf(wanted, me.person_id),
    onSuccess: async (evaluation) => {
      void queryClient.invalidateQueries({ queryKey: ['calls'] });
      await navigate({ to: '/review/$evaluationId', params: { evaluationId: evaluation.id } });
    },
    onError: (error) => void message.error(wordsOf(error)),
  });
}
