// Signing in and out, and who is signed in.
import { queryOptions } from '@tanstack/react-query';
import { send } from './client';
import { ApiProblem } from './problem';
import type { Me } from './types';

/** Who is signed in; null where nobody is. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }): Promise<Me | null> => {
    try {
      return await send<Me>('GET', '/me', { signal });
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: 5 * 60_000,
});

export function signIn(body: { sign_in: string; password: string }): Promise<Me> {
  return send('POST', '/session', { body });
}

export function signOut(): Promise<void> {
  return send('DELETE', '/session');
}

export function redeemSetup(body: {
  token: string;
  name: string;
  sign_in: string;
  password: string;
}): Promise<Me> {
  return send('POST', '/setup', { body });
}
