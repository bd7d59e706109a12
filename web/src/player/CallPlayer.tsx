// A call to listen to: its lanes, what was pinned, and the controls.
import './player.css';
import { memo, type Ref, useCallback, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type WaveSurfer from 'wavesurfer.js';
import { useThemeName } from '../app/preferences';
import type { Lane } from './lanes';
import { MarksLayer } from './MarksLayer';
import type { Span } from './passage';
import type { PlayerPin } from './pins';
import { OriginalNote } from './OriginalSwitch';
import { PlayerControls } from './PlayerControls';
import { SeekSurface } from './SeekSurface';
import { ListeningTroubles, RecordingTroubles } from './Troubles';
import { useLevels } from './useLevels';
import { type Playback, usePlaybackState } from './usePlayback';
import type { View } from './view';
import { Waveform } from './Waveform';

/** What a page may ask of the player beyond playing. */
export interface PlayerHandle {
  focusPlay: () => void;
}

type Props = {
  playback: Playback;
  pins?: readonly PlayerPin[];
  onPin?: (pin: PlayerPin) => void;
  /** The range that is marked, where the page has ranges. */
  range?: Span | null;
  onRange?: (range: Span) => void;
  /** What looping loops; without it the marked range. */
  onLoop?: () => void;
  /** Whether lanes are drawn low, for small screens and lists. */
  isLow?: boolean;
  /** What of the call was heard, where the page shows it. */
  heard?: readonly Span[];
  /** Where what is looked for is said. */
  hits?: readonly Span[];
  ref?: Ref<PlayerHandle>;
};

const ZOOM_STEP = 2;
/** At ten milliseconds a bucket, a bucket for every pixel. */
const ZOOM_MOST = 100;
const HEIGHTS = { two: [50, 33], one: [100, 66] } as const;
/** Between the edge of the player and its lanes, as the style sheet has it. */
const STAGE_MARGIN_PX = 12;
const NO_PINS: readonly PlayerPin[] = [];
const NOTHING_SHOWN: readonly Span[] = [];

export const CallPlayer = memo(function CallPlayer(props: Props) {
  const { playback, pins = NO_PINS, onPin, range = null, onRange, onLoop, isLow = false, ref } = props;
  const { heard = NOTHING_SHOWN, hits = NOTHING_SHOWN } = props;
  const play = useRef<HTMLButtonElement>(null);
  useImperativeHandle(ref, () => ({ focusPlay: () => play.current?.focus() }));
  const { transport, duration_ms } = playback;
  const [box, width] = useWidth();
  const [zoom, zoomBy] = useZoom(width, duration_ms);
  const toggleLoop = () => {
    transport.setLoop(transport.state().loop ? null : range);
  };
  const seekTo = useCallback(
    (pin: PlayerPin) => {
      transport.seek(pin.start_ms);
    },
    [transport],
  );

  return (
    <section className={isLow ? 'player player-low' : 'player'} ref={box}>
      <RecordingTroubles playback={playback} />
      <OriginalNote playback={playback} />
      {duration_ms > 0 && (
        <>
          <PlayerControls
            playback={playback}
            range={range}
            playRef={play}
            onLoop={onLoop ?? toggleLoop}
            onZoom={zoomBy}
          />
          <Stage
            playback={playback}
            pins={pins}
            onPin={onPin ?? seekTo}
            range={range}
            onRange={onRange}
            isLow={isLow}
            heard={heard}
            hits={hits}
            width={width}
            zoom={zoom}
            onZoom={zoomBy}
          />
        </>
      )}
    </section>
  );
});

type StageProps = {
  playback: Playback;
  pins: readonly PlayerPin[];
  onPin: (pin: PlayerPin) => void;
  range: Span | null;
  onRange: ((range: Span) => void) | undefined;
  isLow: boolean;
  heard: readonly Span[];
  hits: readonly Span[];
  width: number;
  zoom: number;
  onZoom: (steps: 1 | -1) => void;
};

function Stage(props: StageProps) {
  const { playback, pins, onPin, range, onRange, isLow, heard, hits, width, zoom, onZoom } = props;
  const theme = useThemeName();
  const { transport, duration_ms, lanes, silences, overtalk } = playback;
  const { loop } = usePlaybackState(transport);
  const surfer = useRef<WaveSurfer>(null);
  const [view, setView] = useState<View | null>(null);
  const pxPerSecond = Math.max(zoom, duration_ms > 0 ? width / (duration_ms / 1000) : 0);
  const { levels, isReady, isMissing } = useLevels(playback, pxPerSecond);
  const laneHeight = HEIGHTS[lanes.length > 1 ? 'two' : 'one'][isLow ? 1 : 0];
  const shown = view ?? { from_ms: 0, to_ms: duration_ms };
  const silent = isReady && !isMissing ? lanes.filter((lane) => levels.silent.includes(lane.key)) : [];

  return (
    <>
      <div className="player-stage" style={{ height: laneHeight * lanes.length }}>
        {isReady && (
          <Waveform
            transport={transport}
            levels={levels}
            lanes={lanes}
            duration_ms={duration_ms}
            laneHeight={laneHeight}
            zoom={zoom}
            theme={theme}
            surferRef={surfer}
            onView={setView}
          />
        )}
        <LaneNames lanes={lanes} laneHeight={laneHeight} />
        <SeekSurface
          transport={transport}
          duration_ms={duration_ms}
          view={shown}
          surferRef={surfer}
          onRange={onRange}
          onZoom={onZoom}
        />
        <MarksLayer
          view={shown}
          width={width}
          silences={silences}
          overtalk={overtalk}
          heard={heard}
          hits={hits}
          range={range}
          loop={loop}
          pins={pins}
          onPin={onPin}
        />
      </div>
      <ListeningTroubles playback={playback} silent={silent} isWaveformMissing={isMissing} />
    </>
  );
}

function LaneNames({ lanes, laneHeight }: { lanes: readonly Lane[]; laneHeight: number }) {
  const { t } = useTranslation('player');
  return lanes.map((lane, place) => (
    <span key={lane.key} className={`player-lane-name lane-${lane.role}`} style={{ top: place * laneHeight }}>
      {t(`lane.${lane.role}`)}
    </span>
  ));
}

function useWidth() {
  const box = useRef<HTMLElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => {
      setWidth(Math.max(element.clientWidth - 2 * STAGE_MARGIN_PX, 0));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, []);
  return [box, width] as const;
}

/** Pixels a second, 0 while the whole call is in view. */
function useZoom(width: number, duration_ms: number) {
  const [zoom, setZoom] = useState(0);
  const zoomBy = useCallback(
    (steps: 1 | -1) => {
      const whole = width / Math.max(duration_ms / 1000, 1);
      setZoom((before) => {
        const next = Math.max(before, whole) * (steps > 0 ? ZOOM_STEP : 1 / ZOOM_STEP);
        return next <= whole * 1.01 ? 0 : Math.min(next, ZOOM_MOST);
      });
    },
    [width, duration_ms],
  );
  return [zoom, zoomBy] as const;
}
