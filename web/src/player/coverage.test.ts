import { describe, expect, it } from 'vitest';
import { covered, isHeard, percentOf } from './coverage';

describe('coverage', () => {
  it('counts what was heard twice once, and nothing behind the end', () => {
    const stretches = covered(
      [
        [0, 30_000],
        [20_000, 45_000],
        [55_000, 70_000],
      ],
      60_000,
    );
    expect(stretches).toEqual([
      [0, 45_000],
      [55_000, 60_000],
    ]);
    expect(percentOf(stretches, 60_000)).toBe(83);
    expect(percentOf([], 0)).toBeNull();
    expect(percentOf([[0, 59_999]], 60_000)).toBe(99);
  });

  it('forgives a second, as the server does', () => {
    const spans = [{ start_ms: 0, end_ms: 20_000 }];
    const heard = (start_ms: number, end_ms: number) => isHeard(spans, { start_ms, end_ms });
    expect(heard(5_000, 15_000)).toBe(true);
    expect(heard(15_000, 20_900)).toBe(true);
    expect(heard(15_000, 22_000)).toBe(false);
    expect(heard(20_500, 20_500)).toBe(true);
    expect(heard(40_000, 40_000)).toBe(false);
  });
});
