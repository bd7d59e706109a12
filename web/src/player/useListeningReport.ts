// Tells the server what of a call was really played: every few seconds, at a pause, and when the page
// is hidden or left.
import { useCallback, useEffect, useRef } from 'react';
import { type ListeningPlace, reportListening } from '../api/listening';
import { HeardSoFar } from './heard';
import type { CallTransport } from './transport';

/** How often what was heard is told while the call plays. */
const EVERY_MS = 10_000;
/** The most stretches of each sort in one report, and the most that are gathered; the server takes 500. */
const STRETCHES_MOST = 200;

/**
 * `callId`: whose sound the transport plays; null while it plays none. Returns how to tell at once what was
 * heard, and to wait until it is told or cannot be.
 */
export function useListeningReport(
  transport: CallTransport,
  callId: string | null,
  place: ListeningPlace,
): () => Promise<void> {
  const current = useRef<Reporter>(null);
  useEffect(() => {
    if (callId === null) return undefined;
    const reporter = new Reporter(transport, callId, place);
    current.current = reporter;
    return () => {
      current.current = null;
      reporter.close();
    };
  }, [transport, callId, place]);
  return useCallback(async () => {
    await current.current?.tellAll();
  }, []);
}

class Reporter {
  private readonly heard = new HeardSoFar();
  private readonly timer: number;
  private readonly unsubscribe: (() => void)[];
  private wasPlaying = false;
  private telling: Promise<void> | null = null;

  constructor(
    private readonly transport: CallTransport,
    private readonly callId: string,
    private readonly place: ListeningPlace,
  ) {
    this.timer = window.setInterval(this.tell, EVERY_MS);
    this.wasPlaying = transport.state().playing;
    this.unsubscribe = [transport.onTime(this.read), transport.onState(this.stateChanged)];
    document.addEventListener('visibilitychange', this.hidden);
    window.addEventListener('pagehide', this.hidden);
  }

  close(): void {
    window.clearInterval(this.timer);
    for (const stop of this.unsubscribe) stop();
    document.removeEventListener('visibilitychange', this.hidden);
    window.removeEventListener('pagehide', this.hidden);
    this.tell();
  }

  private readonly read = (): void => {
    const { playing, speed, skipsSilence } = this.transport.state();
    const reading = {
      clock_ms: performance.now(),
      position_ms: this.transport.position_ms,
      playing,
      speed,
    };
    this.heard.read(reading, skipsSilence ? this.transport.silent() : []);
    this.wasPlaying = playing;
    if (this.heard.count >= STRETCHES_MOST) this.tell();
  };

  private readonly stateChanged = (): void => {
    const { playing } = this.transport.state();
    if (playing !== this.wasPlaying) this.read();
    if (!playing) this.tell();
  };

  private readonly hidden = (): void => {
    if (document.visibilityState === 'visible') return;
    this.transport.refresh();
    this.read();
    this.tell();
  };

  /** What was heard up to now, told before the promise ends; not where the network is away. */
  async tellAll(): Promise<void> {
    this.transport.refresh();
    this.read();
    await this.telling;
    this.tell();
    await this.telling;
  }

  private readonly tell = (): void => {
    if (this.heard.count === 0 || this.telling !== null) return;
    const told = this.heard.take(STRETCHES_MOST);
    this.telling = reportListening(this.callId, { place: this.place, ...told }).then((isTaken) => {
      this.telling = null;
      // Nothing is lost because the network was away: it is told again with what comes next.
      if (!isTaken) this.heard.takeBack(told);
    });
  };
}
