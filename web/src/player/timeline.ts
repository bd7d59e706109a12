// A call's recordings on the call's one timeline.

/** What the player needs to know of a recording. */
export interface TimelineRecording {
  id: string;
  offset_ms: number;
  state: string;
  audio?: { duration_ms: number; channel_count: number } | null;
}

/** A playable stretch: from `start_ms` to `end_ms` of the call one recording is heard. */
export interface Segment {
  recording_id: string;
  start_ms: number;
  end_ms: number;
  /** Where in the recording the stretch begins. */
  from_ms: number;
}

/** A recording heard at a moment: where in it that moment is. */
export interface Place {
  segment: Segment;
  recording_ms: number;
}

/** The prepared recordings in the order they are heard; where two overlap, the later one waits. */
export function segmentsOf(recordings: readonly TimelineRecording[]): Segment[] {
  const prepared = recordings
    .flatMap((recording) =>
      recording.state === 'prepared' && recording.audio ? [{ ...recording, audio: recording.audio }] : [],
    )
    .sort((one, other) => one.offset_ms - other.offset_ms);
  const segments: Segment[] = [];
  let heard = 0;
  for (const recording of prepared) {
    const end = recording.offset_ms + recording.audio.duration_ms;
    const start = Math.max(recording.offset_ms, heard);
    if (end <= start) continue;
    segments.push({
      recording_id: recording.id,
      start_ms: start,
      end_ms: end,
      from_ms: start - recording.offset_ms,
    });
    heard = end;
  }
  return segments;
}

/** Shorter overlaps come from clocks that differ, and nothing is lost in them. */
const OVERLAP_LEAST_MS = 1_000;

/** The recordings of which a part is not heard, because another one is heard at that time. */
export function coveredRecordings<T extends TimelineRecording>(
  recordings: readonly T[],
  segments: readonly Segment[],
): T[] {
  return recordings.filter((recording) => {
    if (recording.state !== 'prepared' || !recording.audio) return false;
    const segment = segments.find((one) => one.recording_id === recording.id);
    const heard = segment ? segment.end_ms - segment.start_ms : 0;
    return recording.audio.duration_ms - heard >= OVERLAP_LEAST_MS;
  });
}

export function durationOf(segments: readonly Segment[]): number {
  return segments.at(-1)?.end_ms ?? 0;
}

/** What is heard at a moment of the call; in a gap the beginning of what comes next, at the end null. */
export function placeAt(segments: readonly Segment[], call_ms: number): Place | null {
  const segment = segments.find((candidate) => call_ms < candidate.end_ms);
  if (!segment) return null;
  const into = Math.max(call_ms - segment.start_ms, 0);
  return { segment, recording_ms: segment.from_ms + into };
}

/** The moment of the call at which a place in a recording is heard. */
export function callTime(segment: Segment, recording_ms: number): number {
  return segment.start_ms + (recording_ms - segment.from_ms);
}

/** `4:12`, from an hour on `1:04:12`. */
export function clock(ms: number): string {
  const seconds = Math.max(Math.floor(ms / 1000), 0);
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (number: number) => String(number).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${two(minutes)}:${two(rest)}`;
}
