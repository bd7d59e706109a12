import { describe, expect, test } from 'vitest';
import { HeardSoFar, joined, type Reading, without } from './heard';

const at = (clock_ms: number, position_ms: number, more: Partial<Reading> = {}): Reading => ({
  clock_ms,
  position_ms,
  playing: true,
  speed: 1,
  ...more,
});

function heardOf(...readings: Reading[]) {
  const heard = new HeardSoFar();
  for (const reading of readings) heard.read(reading);
  return heard.take(100);
}

describe('what is heard', () => {
  test('goes on from frame to frame', () => {
    expect(heardOf(at(0, 0), at(16, 16), at(1_000, 1_000)).heard).toEqual([[0, 1_000]]);
  });

  test('is nothing while the player stands', () => {
    expect(heardOf(at(0, 500, { playing: false }), at(5_000, 900)).heard).toEqual([]);
    expect(heardOf(at(0, 500), at(5_000, 500)).heard).toEqual([]);
  });

  test('is not what a seek leaps over', () => {
    const { heard } = heardOf(
      at(0, 0),
      at(1_000, 1_000),
      at(1_016, 60_000),
      at(2_016, 61_000),
      at(2_032, 30_000),
      at(3_032, 31_000),
    );
    expect(heard).toEqual([
      [0, 1_000],
      [30_000, 31_000],
      [60_000, 61_000],
    ]);
  });

  test('goes on while the page is hidden and draws no frame', () => {
    expect(heardOf(at(0, 0), at(60_000, 60_100)).heard).toEqual([[0, 60_100]]);
  });

  test('counts as fast only where it was never heard at its own speed', () => {
    const heard = heardOf(
      at(0, 0, { speed: 2 }),
      at(1_000, 2_000, { speed: 2 }),
      at(1_016, 500),
      at(2_016, 1_500),
    );
    expect(heard.heard).toEqual([[0, 2_000]]);
    expect(heard.sped).toEqual([
      [0, 500],
      [1_500, 2_000],
    ]);
  });

  test('is silence passed over where the player leaps to its end', () => {
    const heard = new HeardSoFar();
    const silences = [{ start_ms: 1_000, end_ms: 9_000 }];
    heard.read(at(0, 0), silences);
    heard.read(at(1_200, 1_200), silences);
    heard.read(at(1_216, 8_700), silences);
    heard.read(at(1_232, 40_000), silences);
    expect(heard.take(100)).toEqual({ heard: [[0, 1_200]], sped: [], skipped: [[1_200, 8_700]] });
  });

  test('is forgotten once it is told, and does not go on from another call', () => {
    const heard = new HeardSoFar();
    heard.read(at(0, 0));
    heard.read(at(1_000, 1_000));
    heard.take(100);
    expect(heard.count).toBe(0);
    heard.break();
    heard.read(at(1_016, 1_200));
    expect(heard.count).toBe(0);
  });

  test('is told in parts where it is much, and again where it could not be told', () => {
    const heard = new HeardSoFar();
    for (const minute of [0, 1, 2]) {
      heard.break();
      heard.read(at(0, minute * 60_000));
      heard.read(at(500, minute * 60_000 + 500));
    }
    const part = heard.take(2);
    expect(part.heard).toHaveLength(2);
    heard.takeBack(part);
    expect(heard.take(100).heard).toHaveLength(3);
  });
});

test('stretches are joined and taken away as sets', () => {
  expect(
    joined([
      [5, 9],
      [0, 5],
      [20.4, 21.2],
      [7, 7],
    ]),
  ).toEqual([
    [0, 9],
    [20, 22],
  ]);
  expect(
    without(
      [
        [0, 10],
        [20, 30],
      ],
      [
        [2, 4],
        [8, 22],
        [29, 40],
      ],
    ),
  ).toEqual([
    [0, 2],
    [4, 8],
    [22, 29],
  ]);
});
