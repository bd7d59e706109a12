// A case being played to somebody: the machine of the guide, the player that it stops, and what is kept.
import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import type { Case, CasePoint } from '../../../api/caseShapes';
import type { Playback } from '../../../player/usePlayback';
import {
  AGAIN_MS,
  gateOf,
  type Guide,
  type GuideStep,
  keyOf,
  openGuide,
  pointsInSound,
  reopenedAt,
  stepGuide,
} from './guide';
import type { KeptLearning } from './useKeptLearning';

export interface Guiding {
  guide: Guide;
  /** On the sound's own timeline, in the order of time. */
  points: readonly CasePoint[];
  /** The point that is asked or shown. */
  point: CasePoint | null;
  reveal: () => void;
  goOn: () => void;
  /** The last ten seconds. */
  again: () => void;
  lookBack: (place: number) => void;
  /** From the beginning, with every point that was shown open. */
  startOver: () => void;
  /** Whether the key did something. */
  onKey: (code: string) => boolean;
}

export function useGuide(one: Case, playback: Playback, learning: KeptLearning): Guiding {
  const { transport, duration_ms } = playback;
  const { points: all, start_ms, end_ms } = one;
  const points = useMemo(() => pointsInSound(all, { start_ms, end_ms }), [all, start_ms, end_ms]);
  const [guide, setGuide] = useState(() => openGuide(points, learning.body.reached));

  const close = (next: Guide) => {
    const at_ms = gateOf(next, points);
    const onArrival = () => {
      setGuide((now) => stepGuide(now, { do: 'arrive' }, points));
    };
    transport.setGate(at_ms === null ? null : { at_ms, onArrival });
  };
  const step = (way: GuideStep): Guide => {
    const next = stepGuide(guide, way, points);
    setGuide(next);
    close(next);
    return next;
  };
  const open = useEffectEvent(() => {
    close(guide);
    transport.seek(reopenedAt(guide, points));
  });
  useEffect(() => {
    if (duration_ms > 0) open();
  }, [transport, duration_ms]);

  const ended = useEffectEvent(() => {
    if (transport.state().playing || duration_ms === 0 || transport.position_ms < duration_ms) return;
    setGuide((now) => stepGuide(now, { do: 'end' }, points));
  });
  useEffect(() => transport.onState(() => ended()), [transport]);

  const playOn = (next: Guide) => {
    if (next.phase !== 'listening') return;
    if (transport.position_ms >= duration_ms) step({ do: 'end' });
    else void transport.play();
  };
  const guiding: Omit<Guiding, 'onKey'> = {
    guide,
    points,
    point: guide.phase === 'asking' || guide.phase === 'shown' ? (points[guide.place] ?? null) : null,
    reveal: () => {
      const shown = step({ do: 'reveal' });
      const point = points[shown.place];
      if (point === undefined || shown.phase !== 'shown') return;
      transport.pause();
      transport.seek(point.at_ms);
      const numbers = points.slice(0, shown.reached).map(({ number }) => number);
      learning.keep({ reached: Math.max(...numbers, 0) });
    },
    goOn: () => {
      // Past the end nothing is heard any more: the questions follow at once.
      const next = stepGuide(guide, { do: 'go on' }, points);
      const isOver = next.phase === 'listening' && transport.position_ms >= duration_ms;
      if (isOver) setGuide(stepGuide(next, { do: 'end' }, points));
      else playOn(step({ do: 'go on' }));
    },
    again: () => {
      transport.seek(transport.position_ms - AGAIN_MS);
      void transport.play();
    },
    lookBack: (place) => {
      transport.pause();
      step({ do: 'look back', place });
      const point = points[place];
      if (point !== undefined && place < guide.reached) transport.seek(point.at_ms);
    },
    startOver: () => {
      step({ do: 'listen' });
      transport.seek(0);
      void transport.play();
    },
  };
  const onKey = (code: string): boolean => {
    switch (keyOf(code, guide)) {
      case 'toggle':
        transport.toggle();
        return true;
      case 'reveal':
        guiding.reveal();
        return true;
      case 'go on':
        guiding.goOn();
        return true;
      case 'again':
        guiding.again();
        return true;
      case null:
        return false;
    }
  };
  return { ...guiding, onKey };
}
