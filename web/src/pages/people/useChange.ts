// A change to people: says that it is saved, and lets every list ask again.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import { peopleChanged } from '../../api/people';

type Options<Result> = { said?: string; onDone?: (result: Result) => void };

export function useChange<Input, Result>(
  change: (input: Input) => Promise<Result>,
  { said, onDone }: Options<Result> = {},
) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async (result) => {
      void message.success(said ?? t('people:saved'));
      onDone?.(result);
      await peopleChanged(queryClient);
    },
  });
}
