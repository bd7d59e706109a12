// Where the pointer meets the waveform: a click seeks, a drag marks a range, the wheel moves or zooms.
import { type PointerEvent, type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type WaveSurfer from 'wavesurfer.js';
import type { Span } from './passage';
import { clock } from './timeline';
import type { CallTransport } from './transport';
import { usePosition } from './usePlayback';
import { momentAt, type View } from './view';

const DRAG_LEAST_PX = 6;
const SEEK_STEP_MS = 5_000;

type Props = {
  transport: CallTransport;
  duration_ms: number;
  view: View;
  surferRef: RefObject<WaveSurfer | null>;
  onRange: ((range: Span) => void) | undefined;
  onZoom: (steps: 1 | -1) => void;
};

export function SeekSurface({ transport, duration_ms, view, surferRef, onRange, onZoom }: Props) {
  const { t } = useTranslation('player');
  const surface = useRef<HTMLDivElement>(null);
  const [pressedAt, setPressedAt] = useState<{ x: number; ms: number } | null>(null);
  const position = usePosition(transport, 1_000);

  const momentOf = (event: PointerEvent): number => {
    const box = event.currentTarget.getBoundingClientRect();
    return momentAt(view, (event.clientX - box.left) / box.width);
  };
  const isDrag = (event: PointerEvent) =>
    pressedAt !== null && onRange !== undefined && Math.abs(event.clientX - pressedAt.x) >= DRAG_LEAST_PX;
  const rangeTo = (event: PointerEvent) => {
    if (!pressedAt) return;
    const ends = [pressedAt.ms, momentOf(event)];
    onRange?.({ start_ms: Math.round(Math.min(...ends)), end_ms: Math.round(Math.max(...ends)) });
  };

  const onWheel = useEffectEvent((event: WheelEvent) => {
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) return onZoom(event.deltaY < 0 ? 1 : -1);
    const surfer = surferRef.current;
    surfer?.setScroll(surfer.getScroll() + event.deltaX + event.deltaY);
  });
  useEffect(() => {
    const element = surface.current;
    const listener = (event: WheelEvent) => {
      onWheel(event);
    };
    // Not by the property: React listens passively, and the page would scroll or zoom as well.
    element?.addEventListener('wheel', listener, { passive: false });
    return () => element?.removeEventListener('wheel', listener);
  }, []);

  return (
    <div
      ref={surface}
      className="player-surface"
      role="slider"
      tabIndex={0}
      aria-label={t('position')}
      aria-valuemin={0}
      aria-valuemax={Math.round(duration_ms / 1000)}
      aria-valuenow={Math.round(position / 1000)}
      aria-valuetext={t('position_of', { at: clock(position), length: clock(duration_ms) })}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        setPressedAt({ x: event.clientX, ms: momentOf(event) });
      }}
      onPointerMove={(event) => {
        if (isDrag(event)) rangeTo(event);
      }}
      onPointerUp={(event) => {
        if (isDrag(event)) rangeTo(event);
        else if (pressedAt) transport.seek(pressedAt.ms);
        setPressedAt(null);
      }}
      onPointerCancel={() => {
        setPressedAt(null);
      }}
      onKeyDown={(event) => {
        if (event.shiftKey || event.altKey || event.ctrlKey) return;
        if (event.code === 'ArrowLeft') transport.skip(-SEEK_STEP_MS);
        if (event.code === 'ArrowRight') transport.skip(SEEK_STEP_MS);
        if (event.code === 'Home') transport.seek(0);
      }}
    />
  );
}
