// The page opens playing, where it is worth listening, at the inspector's own speed.
import { useEffect, useEffectEvent, useRef } from 'react';
import type { Evaluation } from '../../api/types';
import type { CallWords } from '../../player/useCallWords';
import type { Playback } from '../../player/usePlayback';
import { type Place, rememberedPlace, rememberPlace, startOf } from './place';

type Opening = {
  evaluation: Evaluation;
  playback: Playback;
  words: CallWords;
  /** Where the evaluated part of the call begins. */
  part_ms: number | null;
  question: string | null;
  onBlocked: () => void;
};

export function useOpening(opening: Opening): void {
  const { playback } = opening;
  const opened = useRef(false);
  const isReady = playback.duration_ms > 0 && !playback.isGatheringSignals;
  const begin = useEffectEvent(() => {
    const { evaluation, words, part_ms, onBlocked } = opening;
    const { transport, firstSound_ms } = playback;
    const remembered = rememberedPlace(evaluation.id);
    const start = startOf({ firstSound_ms, firstWord_ms: words.lines[0]?.start_ms ?? null, part_ms });
    transport.seek(remembered?.position_ms ?? start);
    void transport.play().then(() => {
      if (transport.state().blocked) onBlocked();
    });
  });
  useEffect(() => {
    if (!isReady || opened.current) return;
    opened.current = true;
    begin();
  }, [isReady]);

  const remember = useEffectEvent(() => {
    const { evaluation, question } = opening;
    if (opened.current)
      rememberPlace(evaluation.id, { position_ms: playback.transport.position_ms, question });
  });
  useEffect(() => {
    const leave = () => {
      remember();
    };
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
    };
  }, []);
}

/** The item that was current before a reload. */
export function rememberedQuestion(evaluation_id: string): Place['question'] {
  return rememberedPlace(evaluation_id)?.question ?? null;
}
