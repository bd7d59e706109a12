// The keys of the review page as this inspector has them.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type KeyPlace, moveReviewKeys, reviewKeysQuery } from '../../api/desk';
import { type Command, keyNamesOf, type MovedKeys } from './keys';

const USUAL: MovedKeys = {};

export function useReviewKeys() {
  const queries = useQueryClient();
  const moved: MovedKeys = useQuery(reviewKeysQuery).data?.keys ?? USUAL;
  const store = useMutation({
    mutationFn: (keys: MovedKeys) => moveReviewKeys(keys as Record<string, KeyPlace>),
    onSuccess: (stored) => {
      queries.setQueryData(reviewKeysQuery.queryKey, stored);
    },
  });
  const names = useMemo(() => keyNamesOf(moved), [moved]);
  return {
    moved,
    names,
    error: store.error,
    move: (command: Command, place: KeyPlace) => {
      store.mutate({ ...moved, [command]: place });
    },
    /** Puts one key back where it always lies. */
    putBack: (command: Command) => {
      const others = Object.fromEntries(Object.entries(moved).filter(([other]) => other !== command));
      store.mutate(others);
    },
    reset: () => {
      store.mutate({});
    },
  };
}

export type ReviewKeys = ReturnType<typeof useReviewKeys>;
