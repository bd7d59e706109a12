import { expect, test } from 'vitest';
import type { PersonFile } from '../../api/types';
import { roleSpells, teamSpells } from './history';

const nobody: PersonFile = {
  id: 'p',
  name: 'P',
  staff_number: null,
  sign_in: null,
  retired_at: null,
  roles: [],
  teams: [],
  agents: [],
  role_history: [],
  team_history: [],
  agent_history: [],
};
const cards = { id: 'c', name: 'Cards' };
const from = '2026-11-21T12:00:00.000Z';

test('what holds stands first and knows what ends it', () => {
  const spells = roleSpells({
    ...nobody,
    roles: [
      { id: '1', role: 'inspector', project: null },
      { id: '2', role: 'inspector', project: cards },
    ],
    role_history: [
      { role: 'trainer', project: null, from, until: from },
      { role: 'inspector', project: cards, from, until: null },
      { role: 'inspector', project: null, from, until: null },
    ],
  });
  expect(spells.map((spell) => spell.now?.id ?? null)).toEqual(['2', '1', null]);
});

test('a membership and a leadership of the same team are two', () => {
  const team = { id: 't', name: 'A' };
  const spells = teamSpells({
    ...nobody,
    teams: [
      { id: '7', team, leads: true },
      { id: '7', team, leads: false },
    ],
    team_history: [
      { team, leads: false, from, until: null },
      { team, leads: true, from, until: null },
    ],
  });
  expect(spells.map((spell) => spell.now?.leads)).toEqual([false, true]);
  expect(new Set(spells.map((spell) => spell.key)).size).toBe(2);
});
