// Where somebody speaks and no word could be believed, between the lines of what was said.
import type { TranscriptPage } from '../api/types';
import { lanesByChannel, type LaneRecording, type LaneRole } from './lanes';
import type { Span } from './passage';
import { callTime, type Segment } from './timeline';
import { lastBegun } from './utterances';

/** Shorter ones are breaths and hums: nobody misses a word there. */
const WORTH_SAYING_MS = 1_000;

/** A stretch of speech without words on the call's timeline. */
export interface WordlessStretch extends Span {
  id: string;
  role: LaneRole;
}

/** Those of a recording that are heard in the call and long enough to be told. */
export function wordlessOf(
  recording: LaneRecording,
  segment: Segment,
  stretches: TranscriptPage['wordless'],
): WordlessStretch[] {
  const lanes = lanesByChannel(recording);
  return stretches
    .filter(({ start_ms, end_ms }) => end_ms > segment.from_ms && end_ms - start_ms >= WORTH_SAYING_MS)
    .map(({ channel, start_ms, end_ms }) => ({
      id: `${recording.id}.${channel}.${start_ms}`,
      role: lanes[channel]?.role ?? 'other',
      start_ms: callTime(segment, start_ms),
      end_ms: callTime(segment, end_ms),
    }));
}

/** Closer than this two of one side are one: hold music is given up piece by piece. */
const SAME_STRETCH_MS = 3_000;

/** Behind which line each stands, by its place; −1: before the first. */
export function behindLines(
  lines: readonly Span[],
  stretches: readonly WordlessStretch[],
): ReadonlyMap<number, WordlessStretch[]> {
  const behind = new Map<number, WordlessStretch[]>();
  for (const stretch of stretches) {
    const place = lastBegun(lines, stretch.start_ms);
    const there = behind.get(place) ?? [];
    const same = there.findLastIndex(({ role }) => role === stretch.role);
    const before = there[same];
    if (before && stretch.start_ms - before.end_ms < SAME_STRETCH_MS) {
      there[same] = { ...before, end_ms: Math.max(before.end_ms, stretch.end_ms) };
    } else {
      there.push(stretch);
    }
    behind.set(place, there);
  }
  return behind;
}
