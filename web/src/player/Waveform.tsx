// The lanes drawn by wavesurfer.js from waveforms that the server made. It draws only: the sound is
// the transport's, so an hour costs no more memory than its waveform.
import { type RefObject, useEffect, useEffectEvent, useRef } from 'react';
import WaveSurfer from 'wavesurfer.js';
import { PALETTES, type ThemeName } from '../app/theme';
import type { Lane, Waveform as Levels } from './lanes';
import type { CallTransport } from './transport';
import type { View } from './view';

/** Quiet recordings are drawn larger, but noise alone does not fill the lane. */
const DRAWN_AS_FULL_LEAST = 0.08;

type Props = {
  transport: CallTransport;
  levels: Levels;
  lanes: readonly Lane[];
  duration_ms: number;
  laneHeight: number;
  /** Pixels a second; 0 fits the whole call into the width. */
  zoom: number;
  theme: ThemeName;
  surferRef: RefObject<WaveSurfer | null>;
  onView: (view: View) => void;
};

export function Waveform(props: Props) {
  const { transport, levels, lanes, duration_ms, laneHeight, zoom, theme, surferRef } = props;
  const container = useRef<HTMLDivElement>(null);
  const onView = useEffectEvent(props.onView);
  const viewWhole = useEffectEvent(() => {
    props.onView({ from_ms: 0, to_ms: duration_ms });
  });
  const drawLevels = useEffectEvent((surfer: WaveSurfer) => {
    surfer.setOptions({ maxPeak: Math.max(levels.loudest, DRAWN_AS_FULL_LEAST) });
    const loaded = surfer.load('', levels.levels, duration_ms / 1000);
    loaded.then(
      () => {
        if (zoom > 0) surfer.zoom(zoom);
        surfer.setTime(transport.position_ms / 1000);
      },
      () => undefined, // Superseded by newer levels, or the page is gone.
    );
  });
  const startZoom = useEffectEvent(() => zoom);

  const layout = lanes.map((lane) => lane.role).join(' ');
  useEffect(() => {
    if (!container.current) return;
    const palette = PALETTES[theme];
    const surfer = WaveSurfer.create({
      container: container.current,
      height: laneHeight,
      splitChannels: layout.split(' ').map((role) => {
        const colour = role === 'customer' ? palette.customerLane : palette.agentLane;
        return { waveColor: colour, progressColor: colour, height: laneHeight };
      }),
      normalize: true,
      cursorColor: palette.text,
      cursorWidth: 1,
      interact: false,
      hideScrollbar: true,
      autoScroll: true,
      autoCenter: false,
      minPxPerSec: startZoom(),
    });
    surferRef.current = surfer;
    surfer.on('scroll', (from, to) => {
      onView({ from_ms: from * 1000, to_ms: to * 1000 });
    });
    drawLevels(surfer);
    const stop = transport.onTime(() => {
      surfer.setTime(transport.position_ms / 1000);
    });
    return () => {
      stop();
      surferRef.current = null;
      surfer.destroy();
    };
  }, [transport, layout, laneHeight, theme, surferRef]);

  useEffect(() => {
    if (surferRef.current) drawLevels(surferRef.current);
  }, [levels, duration_ms, surferRef]);

  useEffect(() => {
    if (surferRef.current?.getDecodedData()) surferRef.current.zoom(zoom);
    if (zoom === 0) viewWhole();
  }, [zoom, duration_ms, surferRef]);

  return <div ref={container} className="player-waveform" aria-hidden="true" />;
}
