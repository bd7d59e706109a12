// What of a marked range becomes a clip: it lies within one recording.
import type { Span } from '../../player/passage';
import type { Segment } from '../../player/timeline';

export interface ClipRange extends Span {
  recording_id: string;
  /** Whether the marked range went on into another recording, which the clip leaves out. */
  isCut: boolean;
}

/** Shorter is nothing to hear. */
export const CLIP_LEAST_MS = 1_000;

/** Null where nothing of the range can be heard, or too little. */
export function clipRange(segments: readonly Segment[], range: Span): ClipRange | null {
  const segment = segments.find((one) => range.start_ms < one.end_ms && range.end_ms > one.start_ms);
  if (segment === undefined) return null;
  const start_ms = Math.max(Math.round(range.start_ms), segment.start_ms);
  const end_ms = Math.min(Math.round(range.end_ms), segment.end_ms);
  if (end_ms - start_ms < CLIP_LEAST_MS) return null;
  return { recording_id: segment.recording_id, start_ms, end_ms, isCut: end_ms < range.end_ms };
}
