// Who is heard on which channel, and what their lane looks like on the call's timeline.
import type { Peaks } from '../api/types';
import { type Segment, type TimelineRecording } from './timeline';

export type LaneRole = 'agent' | 'customer' | 'mixed' | 'other';

export interface Lane {
  /** Unique in the call; the same for one role in all its recordings. */
  key: string;
  role: LaneRole;
}

export type LaneRecording = TimelineRecording & { channels?: unknown };

const ORDER: LaneRole[] = ['agent', 'customer', 'mixed', 'other'];
const FULL_SCALE = 32_767;
/** Below this a lane holds no sound at all: −50 dB of full scale. */
const SOUND_LEAST = 0.003;

/** The lanes of a recording by channel, counted from 0. */
export function lanesByChannel(recording: LaneRecording): Lane[] {
  const roles = rolesOf(recording.channels);
  const count = recording.audio?.channel_count ?? Object.keys(roles).length;
  const seen = new Map<LaneRole, number>();
  return Array.from({ length: count }, (_, channel) => {
    const role = roles[channel] ?? (count === 1 ? 'mixed' : 'other');
    const before = seen.get(role) ?? 0;
    seen.set(role, before + 1);
    return { key: before === 0 ? role : `${role}-${before + 1}`, role };
  });
}

function rolesOf(channels: unknown): Record<number, LaneRole> {
  if (typeof channels !== 'object' || channels === null) return {};
  const known = Object.entries(channels).filter(([, role]) => ORDER.includes(role as LaneRole));
  return Object.fromEntries(known.map(([channel, role]) => [Number(channel), role as LaneRole]));
}

/** The lanes of a call from top to bottom: agent, customer, then the rest. */
export function lanesOf(recordings: readonly LaneRecording[]): Lane[] {
  const lanes = new Map<string, Lane>();
  for (const lane of recordings.flatMap(lanesByChannel)) lanes.set(lane.key, lane);
  return [...lanes.values()].sort((one, other) => ORDER.indexOf(one.role) - ORDER.indexOf(other.role));
}

/** A stretch with its waveform, or without one that could be fetched. */
export interface Piece {
  segment: Segment;
  recording: LaneRecording;
  peaks: Peaks | undefined;
}

export interface Waveform {
  /** One a lane, from 0 to 1, a value for every `zoom_ms` of the call. */
  levels: Float32Array[];
  /** The loudest of all. */
  loudest: number;
  /** The keys of lanes on which nothing is heard. */
  silent: string[];
}

/** The waveforms of all recordings laid on the call's timeline. */
export function waveformOf(
  pieces: readonly Piece[],
  lanes: readonly Lane[],
  duration_ms: number,
  zoom_ms: number,
): Waveform {
  const buckets = Math.max(Math.ceil(duration_ms / zoom_ms), 1);
  const levels = lanes.map(() => new Float32Array(buckets));
  for (const { segment, recording, peaks } of pieces) {
    if (!peaks) continue;
    lanesByChannel(recording).forEach((lane, channel) => {
      const target = levels[lanes.findIndex((one) => one.key === lane.key)];
      const source = peaks.channels[channel];
      if (target && source) lay(target, source, segment, peaks, zoom_ms);
    });
  }
  const tops = levels.map(loudestOf);
  return {
    levels,
    loudest: Math.max(...tops, 0),
    silent: lanes.filter((_, place) => (tops[place] ?? 0) < SOUND_LEAST).map((lane) => lane.key),
  };
}

function lay(
  target: Float32Array,
  source: readonly number[],
  segment: Segment,
  peaks: Peaks,
  to_zoom: number,
): void {
  const count = Math.floor(source.length / 2);
  for (let bucket = 0; bucket < count; bucket += 1) {
    const recording_ms = peaks.from_ms + bucket * peaks.zoom_ms;
    if (recording_ms < segment.from_ms) continue;
    const place = Math.floor((segment.start_ms + recording_ms - segment.from_ms) / to_zoom);
    if (place >= target.length) return;
    const low = Math.abs(source[bucket * 2] ?? 0);
    const high = Math.abs(source[bucket * 2 + 1] ?? 0);
    target[place] = Math.max(target[place] ?? 0, Math.min(Math.max(low, high) / FULL_SCALE, 1));
  }
}

function loudestOf(levels: Float32Array): number {
  return levels.reduce((loudest, level) => Math.max(loudest, level), 0);
}

const ZOOMS_MS = [1000, 100, 10] as const;
/** More than this in one lane is never fetched: an hour in tenths of a second. */
const BUCKETS_MOST = 40_000;

/** The coarsest waveform that still has a bucket for every pixel, within what may be fetched. */
export function peaksZoom(duration_ms: number, px_per_second: number): number {
  const affordable = ZOOMS_MS.filter((zoom) => duration_ms / zoom <= BUCKETS_MOST);
  const sharp = affordable.find((zoom) => (zoom / 1000) * px_per_second <= 1);
  return sharp ?? affordable.at(-1) ?? ZOOMS_MS[0];
}
