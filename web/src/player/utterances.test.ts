import { describe, expect, it } from 'vitest';
import { inOrder, lastBegun, linesOf, nextStart, previousStart } from './utterances';

const lines = [
  { start_ms: 1_000, end_ms: 3_000 },
  { start_ms: 5_000, end_ms: 9_000 },
  { start_ms: 12_000, end_ms: 13_000 },
];

describe('the line that is heard', () => {
  it('is the last that has begun', () => {
    expect([0, 1_000, 4_000, 5_000, 99_000].map((at) => lastBegun(lines, at))).toEqual([-1, 0, 0, 1, 2]);
    expect(lastBegun([], 5)).toBe(-1);
  });
});

describe('going from line to line', () => {
  it('goes back to the beginning of this line first, then to the one before', () => {
    expect(previousStart(lines, 8_000)).toBe(5_000);
    expect(previousStart(lines, 5_400)).toBe(1_000);
    expect(previousStart(lines, 500)).toBe(0);
  });

  it('goes on to the next, and stops after the last', () => {
    expect(nextStart(lines, 5_000)).toBe(12_000);
    expect(nextStart(lines, 12_000)).toBeNull();
    expect(nextStart(lines, 0)).toBe(1_000);
  });

  it('visits every line once when gone through from the start', () => {
    const visited: number[] = [];
    for (let at: number | null = nextStart(lines, 0); at !== null; at = nextStart(lines, at))
      visited.push(at);
    expect(visited).toEqual([1_000, 5_000, 12_000]);
  });
});

describe('the words of a recording', () => {
  const recording = {
    id: 'a',
    offset_ms: 60_000,
    state: 'prepared',
    audio: { duration_ms: 30_000, channel_count: 2 },
    channels: { 0: 'agent', 1: 'customer' },
  };
  const segment = { recording_id: 'a', start_ms: 60_000, end_ms: 90_000, from_ms: 0 };
  const said = (number: number, channel: number, start_ms: number) => ({
    number,
    channel,
    start_ms,
    end_ms: start_ms + 1_000,
    text: 'x',
    confidence: 0.9,
    corrected: false,
    words: [],
  });

  it('stand on the timeline of the call, with who spoke', () => {
    const spoken = inOrder(linesOf(recording, segment, [said(0, 1, 4_000), said(1, 0, 2_000)]));
    expect(spoken.map((line) => [line.start_ms, line.role])).toEqual([
      [62_000, 'agent'],
      [64_000, 'customer'],
    ]);
  });

  it('are said by whoever somebody says they are', () => {
    const [line] = linesOf(recording, segment, [{ ...said(0, 1, 4_000), role: 'agent' }]);
    expect(line?.role).toBe('agent');
  });

  it('are left out where another recording is heard instead', () => {
    expect(linesOf(recording, { ...segment, from_ms: 10_000 }, [said(0, 0, 2_000)])).toEqual([]);
  });
});
