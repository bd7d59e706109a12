import { describe, expect, it } from 'vitest';
import { extentOf, momentAt, pinPlaces, shareOf, ticksOf } from './view';

const view = { from_ms: 10_000, to_ms: 20_000 };

describe('what is in view', () => {
  it('places a moment and finds it again', () => {
    expect(shareOf(view, 12_500)).toBe(0.25);
    expect(momentAt(view, 0.25)).toBe(12_500);
  });

  it('cuts a span at its edges and drops what lies outside', () => {
    expect(extentOf(view, 5_000, 15_000)).toEqual({ left: 0, width: 50 });
    expect(extentOf(view, 0, 5_000)).toBeNull();
    expect(extentOf(view, 20_000, 25_000)).toBeNull();
  });

  it('keeps pins apart from each other', () => {
    const places = pinPlaces(view, [5_000, 10_000, 10_100, 15_000], 1_000, 24);
    expect(places).toEqual([null, 0, 24, 500]);
  });

  it('names round moments that do not crowd', () => {
    expect(ticksOf(view, 720)).toEqual(Array.from({ length: 11 }, (_, place) => 10_000 + place * 1_000));
    expect(ticksOf({ from_ms: 0, to_ms: 3_600_000 }, 720)).toHaveLength(7);
    expect(ticksOf(view, 0)).toEqual([]);
  });
});
