import { expect, test } from 'vitest';
import { behindLines, wordlessOf } from './wordless';

test('stretches that are worth it are told on the timeline of the call, with who speaks', () => {
  const recording = {
    id: 'a',
    offset_ms: 60_000,
    state: 'prepared',
    audio: { duration_ms: 30_000, channel_count: 2 },
    channels: { 0: 'agent', 1: 'customer' },
  };
  const segment = { recording_id: 'a', start_ms: 60_000, end_ms: 90_000, from_ms: 5_000 };
  const told = wordlessOf(recording, segment, [
    { channel: 1, start_ms: 2_000, end_ms: 4_000 },
    { channel: 1, start_ms: 8_000, end_ms: 9_500 },
    { channel: 0, start_ms: 12_000, end_ms: 12_400 },
  ]);
  expect(told.map(({ role, start_ms }) => [role, start_ms])).toEqual([['customer', 63_000]]);
});

test('stretches stand behind the line that began before them', () => {
  const lines = [
    { start_ms: 1_000, end_ms: 2_000 },
    { start_ms: 5_000, end_ms: 6_000 },
  ];
  const at = (start_ms: number) => ({
    id: String(start_ms),
    role: 'customer' as const,
    start_ms,
    end_ms: start_ms + 1_500,
  });
  const behind = behindLines(lines, [at(0), at(2_500), at(4_900), at(7_000), at(9_000), at(20_000)]);
  const spans = [...behind].map(([place, some]) => [place, some.map((one) => [one.start_ms, one.end_ms])]);
  expect(spans, 'what is close is one').toEqual([
    [-1, [[0, 1_500]]],
    [0, [[2_500, 6_400]]],
    [
      1,
      [
        [7_000, 10_500],
        [20_000, 21_500],
      ],
    ],
  ]);
});
