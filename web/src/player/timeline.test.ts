import { describe, expect, it } from 'vitest';
import { callTime, clock, coveredRecordings, durationOf, placeAt, segmentsOf } from './timeline';

const recording = (id: string, offset_ms: number, duration_ms: number, state = 'prepared') => ({
  id,
  offset_ms,
  state,
  audio: { duration_ms, channel_count: 2 },
});

describe('the timeline of a call', () => {
  it('plays its recordings in the order in which they happened', () => {
    const segments = segmentsOf([recording('b', 70_000, 30_000), recording('a', 0, 60_000)]);
    expect(segments.map((segment) => segment.recording_id)).toEqual(['a', 'b']);
    expect(durationOf(segments)).toBe(100_000);
  });

  it('leaves out what failed or is not prepared', () => {
    expect(
      segmentsOf([recording('a', 0, 1_000, 'failed'), { ...recording('b', 0, 1), audio: null }]),
    ).toEqual([]);
  });

  it('hears an overlapping recording from where the one before ends', () => {
    const [, second] = segmentsOf([recording('a', 0, 60_000), recording('b', 50_000, 30_000)]);
    expect(second).toEqual({ recording_id: 'b', start_ms: 60_000, end_ms: 80_000, from_ms: 10_000 });
  });

  it('leaves out a recording that lies wholly within another', () => {
    expect(segmentsOf([recording('a', 0, 60_000), recording('b', 5_000, 10_000)])).toHaveLength(1);
  });

  it('tells which recordings are covered by another', () => {
    const both = [recording('a', 0, 60_000), recording('b', 50_000, 30_000), recording('c', 80_200, 9_000)];
    expect(coveredRecordings(both, segmentsOf(both)).map((one) => one.id)).toEqual(['b']);
    const next = [recording('a', 0, 60_000), recording('b', 59_700, 30_000)];
    expect(coveredRecordings(next, segmentsOf(next))).toEqual([]);
  });

  it('finds the recording of a moment and the moment of a place in it, both ways', () => {
    const segments = segmentsOf([recording('a', 0, 60_000), recording('b', 50_000, 30_000)]);
    const place = placeAt(segments, 65_000);
    expect(place).toMatchObject({ segment: { recording_id: 'b' }, recording_ms: 15_000 });
    expect(place && callTime(place.segment, place.recording_ms)).toBe(65_000);
  });

  it('goes on with what comes next in a gap, and ends at the end', () => {
    const segments = segmentsOf([recording('a', 0, 10_000), recording('b', 20_000, 10_000)]);
    expect(placeAt(segments, 15_000)).toMatchObject({ segment: { recording_id: 'b' }, recording_ms: 0 });
    expect(placeAt(segments, 30_000)).toBeNull();
  });

  it('reads like a clock', () => {
    expect([clock(-5), clock(252_900), clock(3_852_000)]).toEqual(['00:00', '04:12', '1:04:12']);
  });
});
