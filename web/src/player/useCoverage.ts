// How much of the call whoever listens has heard: what was reported before, and what is played now.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { ownListeningQuery, type Stretch } from '../api/listening';
import { covered, percentOf } from './coverage';
import { HeardSoFar } from './heard';
import type { Span } from './passage';
import type { CallTransport } from './transport';

/** How often the page learns of what is being played. */
const EVERY_MS = 1_000;
const ALL = Number.MAX_SAFE_INTEGER;

export interface CoverageNow {
  /** What was heard, or passed over because it was silent; sorted and apart. */
  spans: readonly Span[];
  /** In whole per cent, rounded down; null while that is not known. */
  percent: number | null;
}

export function useCoverage(
  transport: CallTransport,
  callId: string | null,
  duration_ms: number,
): CoverageNow {
  const before = useQuery({ ...ownListeningQuery(callId ?? ''), enabled: callId !== null });
  const now = usePlayed(transport, callId);
  const reported = before.data;
  return useMemo(() => {
    const stretches = covered(
      [...(reported?.heard ?? []), ...(reported?.skipped ?? []), ...now],
      duration_ms,
    );
    return {
      spans: stretches.map(([start_ms, end_ms]) => ({ start_ms, end_ms })),
      percent: reported === undefined ? null : percentOf(stretches, duration_ms),
    };
  }, [reported, now, duration_ms]);
}

const NOTHING: Stretch[] = [];

/** What was played since the page was opened. */
function usePlayed(transport: CallTransport, callId: string | null): readonly Stretch[] {
  const [played, setPlayed] = useState<readonly Stretch[]>(NOTHING);
  useEffect(() => {
    if (callId === null) return undefined;
    const heard = new HeardSoFar();
    const read = () => {
      const { playing, speed, skipsSilence } = transport.state();
      const reading = {
        clock_ms: performance.now(),
        position_ms: transport.position_ms,
        playing,
        speed,
      };
      heard.read(reading, skipsSilence ? transport.silent() : []);
    };
    const take = () => {
      if (heard.count === 0) return;
      const more = heard.take(ALL);
      setPlayed((before) => covered([...before, ...more.heard, ...more.skipped], ALL));
    };
    const stateChanged = () => {
      read();
      take();
    };
    const timer = window.setInterval(take, EVERY_MS);
    const stop = [transport.onTime(read), transport.onState(stateChanged)];
    return () => {
      window.clearInterval(timer);
      for (const one of stop) one();
      setPlayed(NOTHING);
    };
  }, [transport, callId]);
  return played;
}
