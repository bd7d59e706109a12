// A change to what is stored: says that it is done, and lets the lists that show it ask again.
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';

export type ChangeOptions<Result> = {
  /** What is said when it is done; nothing where this is left out. */
  said?: (result: Result) => string;
  onDone?: (result: Result) => void;
};

export function useSaidChange<Input, Result>(
  change: (input: Input) => Promise<Result>,
  changed: (queries: QueryClient) => Promise<unknown>,
  { said, onDone }: ChangeOptions<Result>,
) {
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async (result) => {
      if (said) void message.success(said(result));
      onDone?.(result);
      await changed(queryClient);
    },
  });
}
