// Whose weekly average stands above the results: whoever the filter is about, else the team that the
// reader leads.
import type { TrendOf } from '../../api/results';
import type { Directory, Me, Named } from '../../api/types';
import { listOf, type Search } from '../../app/search';

export type WhoseTrend = { of: TrendOf; name: string };

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

/** Null where the filter is about several, or about nobody and the reader leads no team. */
export function whoseTrend(
  search: Search,
  me: Pick<Me, 'leads'>,
  names: Names | undefined,
): WhoseTrend | null {
  for (const kind of KINDS) {
    const chosen = listOf(search[kind]);
    if (chosen.length > 1) return null;
    const [id] = chosen;
    if (id !== undefined) return { of: trendOf(kind, id), name: nameOf(kind, id, names) };
  }
  const [team] = me.leads;
  return team ? { of: { team: team.id }, name: team.name } : null;
}
