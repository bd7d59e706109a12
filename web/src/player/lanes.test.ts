import { describe, expect, it } from 'vitest';
import { lanesOf, peaksZoom, waveformOf } from './lanes';

const recording = (id: string, channels: Record<string, string>, channel_count = 2) => ({
  id,
  offset_ms: 0,
  state: 'prepared',
  audio: { duration_ms: 2_000, channel_count },
  channels,
});
const segment = (recording_id: string, start_ms: number, from_ms = 0) => ({
  recording_id,
  start_ms,
  end_ms: start_ms + 2_000 - from_ms,
  from_ms,
});

describe('lanes', () => {
  it('show the agent above the customer, on whatever channel they are', () => {
    expect(lanesOf([recording('a', { 0: 'customer', 1: 'agent' })]).map((lane) => lane.role)).toEqual([
      'agent',
      'customer',
    ]);
  });

  it('are one where a recording has one channel', () => {
    expect(lanesOf([recording('a', {}, 1)])).toEqual([{ key: 'mixed', role: 'mixed' }]);
  });

  it('keep two channels of one role apart', () => {
    expect(lanesOf([recording('a', { 0: 'other', 1: 'other' })]).map((lane) => lane.key)).toEqual([
      'other',
      'other-2',
    ]);
  });
});

describe('the waveform of a call', () => {
  const one = recording('a', { 0: 'agent', 1: 'customer' });
  const swapped = recording('b', { 0: 'customer', 1: 'agent' });

  it('follows a person through recordings whose channels are swapped', () => {
    const peaks = (first: number, second: number) => ({
      zoom_ms: 1000,
      from_ms: 0,
      channels: [
        [-first, first, -first, first],
        [-second, second, -second, second],
      ],
    });
    const pieces = [
      { segment: segment('a', 0), recording: one, peaks: peaks(32_767, 0) },
      { segment: segment('b', 2_000), recording: swapped, peaks: peaks(0, 32_767) },
    ];
    const lanes = lanesOf([one, swapped]);
    const { levels, silent } = waveformOf(pieces, lanes, 4_000, 1000);
    expect([...(levels[0] ?? [])]).toEqual([1, 1, 1, 1]);
    expect(silent).toEqual(['customer']);
  });

  it('keeps the loudest where a coarser waveform is drawn than was fetched', () => {
    const pieces = [
      {
        segment: segment('a', 0),
        recording: one,
        peaks: { zoom_ms: 100, from_ms: 0, channels: [[0, 0, -32_767, 100]] },
      },
    ];
    expect(waveformOf(pieces, lanesOf([one]), 2_000, 1000).loudest).toBe(1);
  });

  it('has nothing where nothing could be fetched', () => {
    const pieces = [{ segment: segment('a', 0), recording: one, peaks: undefined }];
    expect(waveformOf(pieces, lanesOf([one]), 2_000, 1000).loudest).toBe(0);
  });
});

describe('how fine a waveform is fetched', () => {
  const HOUR = 3_600_000;
  it('is coarse for an hour in view, finer when it is zoomed, and never more than fits', () => {
    expect(peaksZoom(HOUR, 0.4)).toBe(1000);
    expect(peaksZoom(HOUR, 10)).toBe(100);
    expect(peaksZoom(HOUR, 100)).toBe(100);
  });
  it('is fine at once for a short call', () => {
    expect(peaksZoom(180_000, 8)).toBe(100);
    expect(peaksZoom(180_000, 100)).toBe(10);
  });
});
