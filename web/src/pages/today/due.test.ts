import { describe, expect, it } from 'vitest';
import { dueOf } from './due';

const SHANGHAI = 'Asia/Shanghai';
// Nine in the evening of the 22nd in London is five in the morning of the 23rd in Shanghai.
const NOW = new Date('2026-11-22T21:00:00Z');

const due = (due_at: string | null, is_overdue = false) => dueOf({ due_at, is_overdue }, NOW, SHANGHAI);

describe('when an assignment is due', () => {
  it('is said by the days of the workspace, not of the machine', () => {
    expect(due('2026-11-22T22:00:00Z')).toEqual({ word: 'today' });
    expect(dueOf({ due_at: '2026-11-22T22:00:00Z', is_overdue: false }, NOW, 'Europe/London')).toEqual({
      word: 'today',
    });
    expect(due('2026-11-23T17:00:00Z')).toEqual({ word: 'tomorrow' });
    expect(due('2026-11-23T15:00:00Z')).toEqual({ word: 'today' });
  });

  it('counts the days that it is overdue', () => {
    expect(due('2026-11-22T20:00:00Z', true)).toEqual({ word: 'overdue', days: 0 });
    expect(due('2026-11-20T08:00:00Z', true)).toEqual({ word: 'overdue', days: 3 });
  });

  it('names the day where it is further away, and says when there is none', () => {
    expect(due('2026-11-30T10:00:00Z')).toEqual({ word: 'on_day', at: '2026-11-30T10:00:00Z' });
    expect(due(null)).toEqual({ word: 'no_date' });
  });
});
