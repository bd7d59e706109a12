// What was said, in the order in which it is heard.
import type { TranscriptPage } from '../api/types';
import type { HeardWord } from './doubts';
import { lanesByChannel, type LaneRecording, type LaneRole } from './lanes';
import type { Span } from './passage';
import { callTime, type Segment } from './timeline';

type Heard = TranscriptPage['items'][number];

/** An utterance on the call's timeline. */
export interface SpokenLine extends Span {
  id: string;
  role: LaneRole;
  channel: number;
  text: string;
  /** How sure the engine is, from 0 to 1. */
  confidence: number;
  /** The recording, and the number of the utterance in it. */
  recording_id: string;
  number: number;
  /** Where it lies in the recording. */
  in_recording: Span;
  /** Whether somebody corrected it. */
  corrected: boolean;
  /** Its words, where they are known; put together they are its text. */
  words: readonly HeardWord[];
}

/** The utterances of a recording that are heard in the call, on its timeline. */
export function linesOf(
  recording: LaneRecording,
  segment: Segment,
  utterances: readonly Heard[],
): SpokenLine[] {
  const lanes = lanesByChannel(recording);
  return utterances
    .filter((utterance) => utterance.end_ms > segment.from_ms)
    .map((utterance) => ({
      id: `${recording.id}.${utterance.number}`,
      role: spokenBy(utterance.role) ?? lanes[utterance.channel]?.role ?? 'other',
      channel: utterance.channel,
      start_ms: callTime(segment, utterance.start_ms),
      end_ms: callTime(segment, utterance.end_ms),
      text: utterance.text,
      confidence: utterance.confidence,
      recording_id: recording.id,
      number: utterance.number,
      in_recording: { start_ms: utterance.start_ms, end_ms: utterance.end_ms },
      corrected: utterance.corrected,
      words: utterance.words,
    }));
}

/** Who says it, where that is known; otherwise the lane tells. */
function spokenBy(role: string | null | undefined): LaneRole | undefined {
  return role === 'agent' || role === 'customer' || role === 'other' ? role : undefined;
}

export function inOrder(lines: readonly SpokenLine[]): SpokenLine[] {
  return [...lines].sort((one, other) => one.start_ms - other.start_ms || one.channel - other.channel);
}

/** The place of the last utterance that began by `at_ms`; −1 before the first. */
export function lastBegun(lines: readonly Span[], at_ms: number): number {
  let [low, high] = [0, lines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle]?.start_ms ?? 0) <= at_ms) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** How long after its beginning "previous" means the beginning of this utterance, not the one before. */
const JUST_BEGUN_MS = 1_500;
/** A start that lies this close counts as being there already. */
const THERE_MS = 50;

export function previousStart(lines: readonly Span[], at_ms: number): number {
  const place = lastBegun(lines, at_ms);
  const begun = lines[place]?.start_ms ?? 0;
  return at_ms - begun > JUST_BEGUN_MS ? begun : (lines[place - 1]?.start_ms ?? 0);
}

export function nextStart(lines: readonly Span[], at_ms: number): number | null {
  return lines[lastBegun(lines, at_ms + THERE_MS) + 1]?.start_ms ?? null;
}
