// Opens a reference call on the review page, where it is scored like any other.
import { useNavigate } from '@tanstack/react-router';
import { beginAttempt, referencesChanged } from '../../api/references';
import { useSaidChange } from '../../components/useSaidChange';

export function useBegin() {
  const navigate = useNavigate();
  return useSaidChange(beginAttempt, referencesChanged, {
    onDone: ({ evaluation_id }) => {
      void navigate({ to: '/review/$evaluationId', params: { evaluationId: evaluation_id } });
    },
  });
}
