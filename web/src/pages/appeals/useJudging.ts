// A step of an appeal is sent; the page and the lists show what came of it.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { appealQuery } from '../../api/appeals';
import { problemFrom } from '../../api/problem';
import type { Appeal } from '../../api/types';

export function useJudging<Said>(id: string, send: (said: Said) => Promise<Appeal>) {
  const queries = useQueryClient();
  const key = appealQuery(id).queryKey;
  return useMutation({
    mutationFn: send,
    onSuccess: (appeal) => {
      queries.setQueryData(key, appeal);
      void queries.invalidateQueries({ queryKey: ['appeals'] });
      void queries.invalidateQueries({ queryKey: ['evaluation', appeal.evaluation_id] });
      void queries.invalidateQueries({ queryKey: ['evaluations'] });
    },
    onError: (error) => {
      // Somebody else was first: what they said is what counts.
      if (problemFrom(error).code === 'appeal_gone_on') void queries.invalidateQueries({ queryKey: key });
    },
  });
}
