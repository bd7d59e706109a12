import { describe, expect, it } from 'vitest';
import type { Trend } from '../../api/types';
import { exampleEvaluation } from '../feedback/example';
import { habitOf } from './habit';

const item = (question: string, missed: number) => ({
  question,
  title: { en: question },
  scorecard_key: 'example',
  lost_average: 4,
  evaluations: 6,
  missed,
});

const trend = (...items: Trend['items']): Trend => ({ weeks: [], items });
const WITHOUT_CHANGE = { ...exampleEvaluation, one_change: { note_id: null, question: null } };

describe('the one habit to change', () => {
  it('is what the newest feedback marked', () => {
    const habit = habitOf(exampleEvaluation, trend(item('greeting', 5)));
    expect(habit).toMatchObject({ from: 'feedback', change: { note: { id: 'n1' } } });
  });

  it('is else the item that loses most', () => {
    expect(habitOf(WITHOUT_CHANGE, trend(item('greeting', 3), item('recap', 5)))).toMatchObject({
      from: 'trend',
      item: { question: 'greeting' },
    });
    expect(habitOf(undefined, trend(item('greeting', 3)))).toMatchObject({ from: 'trend' });
  });

  it('is nothing where nothing was lost', () => {
    expect(habitOf(WITHOUT_CHANGE, trend())).toBeNull();
    expect(habitOf(undefined, undefined)).toBeNull();
  });
});
