// What somebody is now, and what they were: the server answers both apart.
import type { PersonFile } from '../../api/types';

export type Spell<Now> = {
  key: string;
  from: string;
  until: string | null;
  /** What to end it by; none: it has ended. */
  now: Now | null;
};

type Role = PersonFile['roles'][number];
type RoleTime = PersonFile['role_history'][number];
type Membership = PersonFile['teams'][number];
type TeamTime = PersonFile['team_history'][number];

/** Every role, what holds first; each with the grant that ends it. */
export function roleSpells(file: PersonFile): (RoleTime & Spell<Role>)[] {
  const open = [...file.roles];
  return openFirst(
    file.role_history.map((time, index) => ({
      ...time,
      key: `${String(index)} ${time.role}`,
      now:
        time.until === null
          ? taken(open, (role) => role.role === time.role && role.project?.id === time.project?.id)
          : null,
    })),
  );
}

/** Every membership and leadership, what holds first; each with the membership that ends it. */
export function teamSpells(file: PersonFile): (TeamTime & Spell<Membership>)[] {
  const open = [...file.teams];
  return openFirst(
    file.team_history.map((time, index) => ({
      ...time,
      key: `${String(index)} ${time.team.id}`,
      now:
        time.until === null
          ? taken(open, (one) => one.team.id === time.team.id && one.leads === time.leads)
          : null,
    })),
  );
}

/** Takes the first that fits out of the list, so that two alike are not told apart wrongly. */
function taken<T>(list: T[], fits: (one: T) => boolean): T | null {
  const at = list.findIndex(fits);
  return at < 0 ? null : (list.splice(at, 1)[0] ?? null);
}

function openFirst<T extends { until: string | null }>(spells: T[]): T[] {
  return [
    ...spells.filter((spell) => spell.until === null),
    ...spells.filter((spell) => spell.until !== null),
  ];
}
