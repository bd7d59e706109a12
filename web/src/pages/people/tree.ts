// The list of teams as a tree.
import type { TeamRow } from '../../api/types';

export type TeamNode = TeamRow & { children?: TeamNode[] };

/** The tree of the teams; a team whose parent is not in the list stands at the top. */
export function teamTree(teams: TeamRow[]): TeamNode[] {
  const ids = new Set(teams.map((team) => team.id));
  const below = (parentId: string | null): TeamNode[] =>
    teams
      .filter((team) => parentOf(team, ids) === parentId)
      .map((team) => withChildren(team, below(team.id)));
  return below(null);
}

function parentOf(team: TeamRow, ids: Set<string>): string | null {
  return team.parent_id !== null && ids.has(team.parent_id) ? team.parent_id : null;
}

function withChildren(team: TeamRow, children: TeamNode[]): TeamNode {
  return children.length === 0 ? team : { ...team, children };
}

/** The teams with their path, `北京 / A组`, for a chooser; dissolved ones are left out. */
export function teamOptions(teams: TeamRow[]): { value: string; label: string }[] {
  const walk = (nodes: TeamNode[], before: string): { value: string; label: string }[] =>
    nodes.flatMap((node) => [
      { value: node.id, label: before + node.name },
      ...walk(node.children ?? [], `${before}${node.name} / `),
    ]);
  return walk(teamTree(teams.filter((team) => team.retired_at === null)), '');
}
