// From a call to its review page: the call is taken into one's own queue, then the draft begins.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App } from 'antd';
import { beginEvaluation, beginPart, ownOpenAssignments, takeCall, takeNext } from '../../api/assignments';
import { problemFrom } from '../../api/problem';
import type { Assignment } from '../../api/types';
import { useProblemWords } from '../../components/ErrorNotice';

/** One call, or whichever is drawn from those that a filter finds. */
export type Wanted = { callId: string; participationId?: string } | { filter: string };

/** The call in one's own queue: where it stands already, or newly taken. */
async function inOwnQueue(callId: string): Promise<Assignment> {
  try {
    return await takeCall(callId);
  } catch (refusal) {
    if (problemFrom(refusal).code !== 'already_assigned') throw refusal;
    const own = (await ownOpenAssignments()).items.find((assignment) => assignment.call.id === callId);
    if (own === undefined) throw refusal;
    return own;
  }
}

/** Takes what is wanted and opens its review page. */
export function useScoring() {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { message } = App.useApp();
  const wordsOf = useProblemWords();
  return useMutation({
    mutationFn: async (wanted: Wanted) => {
      const taken = 'filter' in wanted ? await takeNext(wanted.filter) : await inOwnQueue(wanted.callId);
      const part = 'filter' in wanted ? undefined : wanted.participationId;
      return part === undefined ? beginEvaluation(taken.id) : beginPart(taken.call.id, part);
    },
    onSuccess: async (evaluation) => {
      void queryClient.invalidateQueries({ queryKey: ['calls'] });
      await navigate({ to: '/review/$evaluationId', params: { evaluationId: evaluation.id } });
    },
    onError: (error) => void message.error(wordsOf(error)),
  });
}
