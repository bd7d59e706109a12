// The one cache of what the server answered.
import { QueryClient } from '@tanstack/react-query';
import { problemFrom } from '../api/problem';

const RETRIES = 2;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: false,
      // What the server refuses it refuses again; only what passes is worth another try.
      retry: (count, error) => count < RETRIES && problemFrom(error).isPassing,
    },
    mutations: { retry: false },
  },
});
