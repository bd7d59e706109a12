// A change to a source: says that it is saved, and lets every list ask again.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { sourcesChanged } from '../../api/sources';

type Options<Result> = { said?: (result: Result) => string; onDone?: (result: Result) => void };

export function useSourceChange<Input, Result>(
  change: (input: Input) => Promise<Result>,
  { said, onDone }: Options<Result> = {},
) {
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async (result) => {
      if (said) void message.success(said(result));
      onDone?.(result);
      await sourcesChanged(queryClient);
    },
  });
}
