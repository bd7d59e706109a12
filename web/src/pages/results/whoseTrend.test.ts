import { describe, expect, it } from 'vitest';
import { whoseTrend } from './whoseTrend';

const NAMES = {
  people: [{ id: 'p', name: '周敏' }],
  teams: [{ id: 't', name: '一班', parent_id: null }],
  projects: [{ id: 'j', name: '信用卡', scorecard_id: null }],
};
const LEADER = { leads: [{ id: 'own', name: '二班' }] };
const MANAGER = { leads: [] };

describe('whose trend stands above the results', () => {
  it('is that of the team one leads, as long as nothing else is asked for', () => {
    expect(whoseTrend({ passed: 'false' }, LEADER, NAMES)).toEqual({ of: { team: 'own' }, name: '二班' });
    expect(whoseTrend({}, MANAGER, NAMES)).toEqual({ of: {}, name: null });
  });

  it('follows the filter, the narrowest first', () => {
    expect(whoseTrend({ project: 'j', team: 't', person: 'p' }, LEADER, NAMES)).toEqual({
      of: { person: 'p' },
      name: '周敏',
    });
    expect(whoseTrend({ project: 'j' }, MANAGER, NAMES)).toEqual({ of: { project: 'j' }, name: '信用卡' });
  });
});
