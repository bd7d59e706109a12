// The call of a reference call, to be heard beside what is said of it: a pinned second plays from there on.
import type { ReferenceCall } from '../../api/references';
import { useMay } from '../../app/me';
import { isTurns } from '../../text/turns';
import { type Listening, useListening } from '../feedback/useListening';

/** The call's player; null where the reader hears no calls, or the call is gone. */
export function useHearing({ call_id }: Pick<ReferenceCall, 'call_id'>): Listening | null {
  const hears = useMay('hear_calls');
  const callId = hears ? (call_id ?? null) : null;
  const listening = useListening({ call_id: callId, gone: null }, 'list');
  const { transport } = listening.playback;
  const hear: Listening['hear'] = (at) => {
    if (!isTurns(at))
      transport.playFrom({ start_ms: at.start_ms, end_ms: Math.max(at.end_ms, at.start_ms + 1) });
  };
  if (callId === null) return null;
  return { ...listening, hear: listening.state === 'ready' ? hear : null };
}
