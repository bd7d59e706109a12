import { expect, test } from 'vitest';
import type { TeamRow } from '../../api/types';
import { teamOptions, teamTree } from './tree';

const team = (id: string, parent_id: string | null, retired_at: string | null = null): TeamRow => ({
  id,
  name: id.toUpperCase(),
  parent_id,
  members: 0,
  leaders: [],
  retired_at,
});

test('teams stand below their parents, and at the top where theirs is not shown', () => {
  const tree = teamTree([team('a', 'site'), team('b', 'hidden'), team('site', null)]);
  expect(tree.map((node) => node.id)).toEqual(['b', 'site']);
  expect(tree[1]?.children?.map((node) => node.id)).toEqual(['a']);
  expect(tree[0]?.children).toBeUndefined();
});

test('a chooser names the path and leaves dissolved teams out', () => {
  const options = teamOptions([team('site', null), team('a', 'site'), team('old', 'site', '2026-11-21')]);
  expect(options).toEqual([
    { value: 'site', label: 'SITE' },
    { value: 'a', label: 'SITE / A' },
  ]);
});
