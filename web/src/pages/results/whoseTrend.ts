// Whose weekly average stands above the results: whoever the filter is about, else the team that the
// reader leads, else everybody in the reader's reach.
import type { TrendOf } from '../../api/results';
import type { Directory, Me, Named } from '../../api/types';
import { oneOf, type Search } from '../../app/search';

/** `name` is null where it is everybody's. */
export type WhoseTrend = { of: TrendOf; name: string | null };

const KINDS = ['person', 'team', 'project'] as const;
type Kind = (typeof KINDS)[number];
type Names = Pick<Directory, 'people' | 'teams' | 'projects'>;

function trendOf(kind: Kind, id: string): TrendOf {
  switch (kind) {
    case 'person':
      return { person: id };
    case 'team':
      return { team: id };
    case 'project':
      return { project: id };
  }
}

function nameOf(kind: Kind, id: string, names: Names | undefined): string {
  const known: Record<Kind, readonly Named[]> = {
    person: names?.people ?? [],
    team: names?.teams ?? [],
    project: names?.projects ?? [],
  };
  return known[kind].find((one) => one.id === id)?.name ?? '';
}

export function whoseTrend(search: Search, me: Pick<Me, 'leads'>, names: Names | undefined): WhoseTrend {
  for (const kind of KINDS) {
    const id = oneOf(search[kind]);
    if (id !== undefined) return { of: trendOf(kind, id), name: nameOf(kind, id, names) };
  }
  const [team] = me.leads;
  return team ? { of: { team: team.id }, name: team.name } : { of: {}, name: null };
}
