import { describe, expect, test } from 'vitest';
import {
  gateOf,
  type Guide,
  type GuideStep,
  keyOf,
  openGuide,
  pointsInSound,
  reopenedAt,
  rightAnswers,
  stepGuide,
  withAnswer,
} from './guide';

const POINTS = [
  { number: 1, at_ms: 4_000 },
  { number: 2, at_ms: 9_000 },
  { number: 3, at_ms: 9_000 },
];

function after(...steps: GuideStep['do'][]): Guide {
  return steps.reduce<Guide>(
    (guide, step) => stepGuide(guide, { do: step } as GuideStep, POINTS),
    openGuide(POINTS),
  );
}

describe('a guided playback', () => {
  test('stops before each point, asks, shows, and goes on', () => {
    expect(after()).toEqual({ phase: 'listening', place: 0, reached: 0 });
    expect(gateOf(after(), POINTS)).toBe(4_000);
    expect(after('arrive')).toEqual({ phase: 'asking', place: 0, reached: 0 });
    expect(after('arrive', 'reveal')).toEqual({ phase: 'shown', place: 0, reached: 1 });
    // The last ten seconds are heard again as often as wanted: the gate stays.
    expect(gateOf(after('arrive', 'reveal'), POINTS)).toBe(4_000);
    expect(after('arrive', 'reveal', 'go on')).toEqual({ phase: 'listening', place: 1, reached: 1 });
    expect(gateOf(after('arrive', 'reveal', 'go on'), POINTS)).toBe(9_000);
  });

  test('asks at once what lies in the same second', () => {
    const second = after('arrive', 'reveal', 'go on', 'arrive', 'reveal', 'go on');
    expect(second).toEqual({ phase: 'asking', place: 2, reached: 2 });
  });

  test('comes to the questions when the sound ends, and never before every point was shown', () => {
    expect(after('end').phase).toBe('listening');
    expect(after('arrive', 'end').phase).toBe('asking');
    const whole = after('arrive', 'reveal', 'go on', 'arrive', 'reveal', 'go on', 'reveal', 'go on');
    expect(gateOf(whole, POINTS)).toBeNull();
    expect(stepGuide(whole, { do: 'end' }, POINTS).phase).toBe('questions');
  });

  test('shows nothing that was not asked', () => {
    expect(after('reveal').phase).toBe('listening');
    expect(after('go on').phase).toBe('listening');
    expect(stepGuide(after('arrive'), { do: 'look back', place: 1 }, POINTS).phase).toBe('asking');
  });

  test('leads back to a point that was shown, and from there to the next one that was not', () => {
    const second = after('arrive', 'reveal', 'go on', 'arrive', 'reveal');
    const first = stepGuide(second, { do: 'look back', place: 0 }, POINTS);
    expect(first).toEqual({ phase: 'shown', place: 0, reached: 2 });
    expect(stepGuide(first, { do: 'go on' }, POINTS)).toEqual({ phase: 'listening', place: 2, reached: 2 });
  });

  test('opens where one was', () => {
    const again = openGuide(POINTS, 1);
    expect(again).toEqual({ phase: 'listening', place: 1, reached: 1 });
    expect(reopenedAt(again, POINTS)).toBe(1_000);
    expect(reopenedAt(openGuide(POINTS), POINTS)).toBe(0);
    expect(openGuide(POINTS, 3).place).toBe(3);
  });
});

test('points lie on the timeline of what is heard, in the order of time', () => {
  const points = [
    { number: 2, at_ms: 65_000 },
    { number: 1, at_ms: 61_000 },
    { number: 3, at_ms: 99_000 },
  ];
  expect(pointsInSound(points, { start_ms: 60_000, end_ms: 80_000 })).toEqual([
    { number: 1, at_ms: 1_000 },
    { number: 2, at_ms: 5_000 },
    { number: 3, at_ms: 20_000 },
  ]);
});

test('Space plays, shows, goes on; R hears again', () => {
  expect(keyOf('Space', after())).toBe('toggle');
  expect(keyOf('Space', after('arrive'))).toBe('reveal');
  expect(keyOf('Space', after('arrive', 'reveal'))).toBe('go on');
  expect(keyOf('KeyR', after('arrive'))).toBe('again');
  expect(keyOf('Enter', after('arrive'))).toBeNull();
  expect(keyOf('Space', { phase: 'questions', place: 3, reached: 3 })).toBeNull();
});

test('questions are answered one after the other, and answers may be changed', () => {
  expect(withAnswer([], 0, 2)).toEqual([2]);
  expect(withAnswer([2, 1], 0, 0)).toEqual([0, 1]);
  expect(withAnswer([2], 3, 1)).toEqual([2]);
});

test('right answers are counted where it is told what is right', () => {
  expect(rightAnswers([{ right: 1 }, { right: 0 }, { right: 2 }], [1, 1])).toBe(1);
  expect(rightAnswers([{ right: null }], [0])).toBe(0);
});
