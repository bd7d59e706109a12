// The roles that may be given, in the order of how many hold them.
import type { Role } from '../../api/types';
import { useCoded } from '../../i18n/words';

export const ROLES: readonly Role[] = [
  'agent',
  'team_leader',
  'inspector',
  'qa_manager',
  'trainer',
  'administrator',
];

/** Roles that a project limits; the others reach as far as the person's own calls or teams do. */
export function mayBeLimited(role: string | undefined): boolean {
  return role === 'inspector' || role === 'qa_manager' || role === 'trainer';
}

export function useRoleOptions(): { value: string; label: string }[] {
  const coded = useCoded();
  return ROLES.map((role) => ({ value: role, label: coded('role', role) }));
}
