// Who is signed in, for pages: within the shell somebody always is.
import { useSuspenseQuery } from '@tanstack/react-query';
import { meQuery } from '../api/session';
import type { Me, Permission } from '../api/types';

export function may(me: Pick<Me, 'permissions'>, permission: Permission): boolean {
  return me.permissions.includes(permission);
}

/** Whoever is signed in. Only for components inside the shell. */
export function useMe(): Me {
  const { data } = useSuspenseQuery(meQuery);
  if (data === null) throw new Error('a page of the shell is shown to nobody');
  return data;
}

/** Whether whoever is signed in may do this somewhere. */
export function useMay(permission: Permission): boolean {
  return may(useMe(), permission);
}
