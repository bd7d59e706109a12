// The call behind an evaluation, ready to be heard: its recordings, and short clips of it.
import { useQuery } from '@tanstack/react-query';
import type { ListeningPlace } from '../../api/listening';
import { callQuery } from '../../api/recordings';
import { problemFrom } from '../../api/problem';
import type { Evaluation, Farewell } from '../../api/types';
import { useListeningReport } from '../../player/useListeningReport';
import { type Playback, usePlayback } from '../../player/usePlayback';
import { isTurns, showTurn, type Spot } from '../../text/turns';
import { clipAround } from './story';

const NO_RECORDINGS: [] = [];

export type Listening = {
  playback: Playback;
  /** `gone`: the call was removed; `empty`: there is no recording of it; `preparing`: there is one that cannot be
   * heard yet; `text`: there is a text instead. */
  state: 'text' | 'loading' | 'ready' | 'preparing' | 'empty' | 'gone' | 'failed';
  error: Error | null;
  /** Why the call was removed, as far as that is known. */
  gone: Farewell | null;
  /** Plays the ten seconds around a moment, or goes to turns of the text; null where nothing can be played. */
  hear: ((at: Spot) => void) | null;
};

/** What is heard, or read. */
type Heard = Pick<Evaluation, 'call_id' | 'gone'> & { contact?: Evaluation['contact'] };

export function useListening(
  { call_id: callId, gone, contact = null }: Heard,
  place: ListeningPlace = 'feedback',
): Listening {
  const call = useQuery({ ...callQuery(callId ?? ''), enabled: callId !== null });
  const playback = usePlayback(call.data?.recordings ?? NO_RECORDINGS);
  useListeningReport(playback.transport, callId, place);
  const isGone =
    callId === null || (call.error !== null && [404, 410].includes(problemFrom(call.error).status));
  const state = contact
    ? 'text'
    : isGone
      ? 'gone'
      : call.error
        ? 'failed'
        : call.isPending
          ? 'loading'
          : playback.duration_ms > 0
            ? 'ready'
            : playback.recordings.length > 0
              ? 'preparing'
              : 'empty';
  const hear =
    state === 'ready' || (contact !== null && contact.gone === null)
      ? (at: Spot) => {
          if (isTurns(at)) showTurn(at.first);
          else playback.transport.playSpan(clipAround(at, playback.duration_ms));
        }
      : null;
  return { playback, state, error: call.error, gone, hear };
}
