import { describe, expect, it } from 'vitest';
import { loopedTo, markedRange, nearestSpeed, pastSilence, spedBy } from './passage';

describe('skipping silence', () => {
  const silences = [{ start_ms: 10_000, end_ms: 20_000 }];

  it('leaves a little of the pause on both sides', () => {
    expect(pastSilence(silences, 10_100)).toBeNull();
    expect(pastSilence(silences, 10_300)).toBe(19_700);
  });

  it('never leaps twice or backwards', () => {
    const after = pastSilence(silences, 12_000) ?? 0;
    expect(after).toBeGreaterThan(12_000);
    expect(pastSilence(silences, after)).toBeNull();
  });

  it('does not touch speech', () => {
    expect(pastSilence(silences, 25_000)).toBeNull();
  });
});

describe('a loop', () => {
  const loop = { start_ms: 1_000, end_ms: 3_000 };

  it('begins again at its end', () => {
    expect(loopedTo(loop, 2_999)).toBeNull();
    expect(loopedTo(loop, 3_000)).toBe(1_000);
  });

  it('of no length does nothing', () => {
    expect(loopedTo({ start_ms: 5, end_ms: 5 }, 10)).toBeNull();
    expect(loopedTo(null, 10)).toBeNull();
  });

  it('goes over the marked range, whichever mark was set first', () => {
    expect(markedRange(3_000, 1_000)).toEqual(loop);
    expect(markedRange(3_000, null)).toBeNull();
  });
});

describe('speed', () => {
  it('goes in quarters from a half to three', () => {
    expect(spedBy(1, 1)).toBe(1.25);
    expect(spedBy(3, 1)).toBe(3);
    expect(spedBy(0.5, -1)).toBe(0.5);
  });

  it('is one that is offered, whatever was stored', () => {
    expect([nearestSpeed(Number.NaN), nearestSpeed(99), nearestSpeed(1.1)]).toEqual([1, 3, 1]);
  });
});
