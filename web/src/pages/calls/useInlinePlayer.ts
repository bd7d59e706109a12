// One sound at a time, played inside the list.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { audioAddress } from '../../api/calls';
import type { CallRow } from '../../api/types';

export const SPEEDS = [0.75, 1, 1.25, 1.5, 1.75, 2] as const;
const SEEK_S = 5;

export type Playing = { callId: string; recordingId: string };

export type InlinePlayer = {
  playing: Playing | null;
  isRunning: boolean;
  hasFailed: boolean;
  positionMs: number;
  durationMs: number;
  speed: number;
  /** Plays a call from its beginning, or stops and goes on where it was. */
  toggle: (call: CallRow) => void;
  play: (recording: Playing) => void;
  seekBy: (direction: 1 | -1) => void;
  seekTo: (ms: number) => void;
  changeSpeed: (direction: 1 | -1) => void;
  stop: () => void;
};

/** The recording that is played first: the first one that is ready. */
export function playable(call: CallRow): string | null {
  return call.recordings.find((recording) => recording.state === 'prepared')?.id ?? null;
}

/** The next speed in a direction; the ends stay. */
export function nextSpeed(speed: number, direction: 1 | -1): number {
  const at = SPEEDS.findIndex((one) => one === speed);
  return SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, at + direction))] ?? 1;
}

export function useInlinePlayer(): InlinePlayer {
  const audio = useRef<HTMLAudioElement | null>(null);
  const [playing, setPlaying] = useState<Playing | null>(null);
  const [isRunning, setIsRunning] = useState(false);
  const [hasFailed, setHasFailed] = useState(false);
  const [positionMs, setPositionMs] = useState(0);
  const [durationMs, setDurationMs] = useState(0);
  const [speed, setSpeed] = useState(1);

  useEffect(() => {
    const element = new Audio();
    element.preload = 'metadata';
    audio.current = element;
    const events: [string, () => void][] = [
      ['play', () => setIsRunning(true)],
      ['pause', () => setIsRunning(false)],
      ['timeupdate', () => setPositionMs(element.currentTime * 1000)],
      [
        'durationchange',
        () => setDurationMs(Number.isFinite(element.duration) ? element.duration * 1000 : 0),
      ],
      ['error', () => setHasFailed(element.hasAttribute('src'))],
    ];
    for (const [name, listener] of events) element.addEventListener(name, listener);
    return () => {
      for (const [name, listener] of events) element.removeEventListener(name, listener);
      element.pause();
      element.removeAttribute('src');
      audio.current = null;
    };
  }, []);

  const resume = useCallback(() => {
    // A browser that refuses to play says so in its `error` or stays paused; both are shown.
    audio.current?.play().catch(() => undefined);
  }, []);

  const play = useCallback(
    (next: Playing) => {
      if (!audio.current) return;
      setHasFailed(false);
      setPositionMs(0);
      setPlaying(next);
      audio.current.src = audioAddress(next.recordingId);
      audio.current.playbackRate = speed;
      resume();
    },
    [resume, speed],
  );

  return useMemo<InlinePlayer>(
    () => ({
      playing,
      isRunning,
      hasFailed,
      positionMs,
      durationMs,
      speed,
      play,
      toggle: (call) => {
        const recordingId = playable(call);
        if (recordingId === null) return;
        if (playing?.callId !== call.id) play({ callId: call.id, recordingId });
        else if (isRunning) audio.current?.pause();
        else resume();
      },
      seekBy: (direction) => {
        if (audio.current && playing) audio.current.currentTime += direction * SEEK_S;
      },
      seekTo: (ms) => {
        if (audio.current) audio.current.currentTime = ms / 1000;
      },
      changeSpeed: (direction) => {
        const next = nextSpeed(speed, direction);
        setSpeed(next);
        if (audio.current) audio.current.playbackRate = next;
      },
      stop: () => {
        audio.current?.pause();
        setPlaying(null);
      },
    }),
    [playing, isRunning, hasFailed, positionMs, durationMs, speed, play, resume],
  );
}
