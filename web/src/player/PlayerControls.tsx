// The row of controls above the waveform.
import {
  CaretRightOutlined,
  FastForwardOutlined,
  MinusOutlined,
  PauseOutlined,
  PlusOutlined,
  RetweetOutlined,
  UndoOutlined,
} from '@ant-design/icons';
import { Button, type RefSelectProps, Select } from 'antd';
import { type ReactNode, type RefObject, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDuration } from '../components/instants';
import { useKeyNames } from '../components/keyNames';
import { LaneVolumes } from './LaneVolumes';
import { OriginalSwitch } from './OriginalSwitch';
import { SPEED_LEAST, SPEED_MOST, type Span } from './passage';
import { clock } from './timeline';
import { type Playback, usePlaybackState, usePosition } from './usePlayback';

export const REPLAY_MS = 3_000;

const SPEEDS = Array.from({ length: (SPEED_MOST - SPEED_LEAST) / 0.25 + 1 }, (_, step) => {
  const speed = SPEED_LEAST + step * 0.25;
  return { value: speed, label: `${speed}×` };
});

type Props = {
  playback: Playback;
  range: Span | null;
  playRef: RefObject<HTMLButtonElement | null>;
  /** What is looped when looping is switched on. */
  onLoop: () => void;
  onZoom: (steps: 1 | -1) => void;
};

export function PlayerControls({ playback, range, playRef, onLoop, onZoom }: Props) {
  const { t } = useTranslation('player');
  const keys = useKeyNames();
  const { transport, duration_ms, lanes } = playback;
  const state = usePlaybackState(transport);
  const speedRef = useRef<RefSelectProps>(null);
  return (
    <div className="player-controls">
      <Button
        ref={playRef}
        type="primary"
        icon={state.playing ? <PauseOutlined /> : <CaretRightOutlined />}
        disabled={duration_ms === 0}
        aria-label={t(state.playing ? 'pause' : 'play', { key: keys.toggle })}
        title={t(state.playing ? 'pause' : 'play', { key: keys.toggle })}
        onClick={() => {
          transport.toggle();
        }}
      />
      <Tool
        label={t('replay', { key: keys.replay })}
        icon={<UndoOutlined />}
        onPress={() => {
          transport.skip(-REPLAY_MS);
        }}
      />
      <PositionReadout playback={playback} />
      <Select
        size="small"
        className="player-speed"
        value={state.speed}
        options={SPEEDS}
        aria-label={t('speed', { slower: keys.slower, faster: keys.faster })}
        popupMatchSelectWidth={false}
        ref={speedRef}
        onChange={(speed) => {
          transport.setSpeed(speed);
          // The keys of the page go on working.
          speedRef.current?.blur();
        }}
      />
      <Tool
        label={t('skip_silence', { key: keys.skip_silence })}
        icon={<FastForwardOutlined />}
        isOn={state.skipsSilence}
        onPress={() => {
          transport.setSkipsSilence(!state.skipsSilence);
        }}
      />
      <Tool
        label={t('loop', { key: keys.loop })}
        icon={<RetweetOutlined />}
        isOn={state.loop !== null}
        onPress={onLoop}
      />
      {range && (
        <span className="player-range-readout number">
          {clock(range.start_ms)}–{clock(range.end_ms)}
        </span>
      )}
      <span className="player-gap" />
      <OriginalSwitch playback={playback} />
      <Tool
        label={t('zoom_out')}
        className="player-zoom"
        icon={<MinusOutlined />}
        onPress={() => {
          onZoom(-1);
        }}
      />
      <Tool
        label={t('zoom_in')}
        className="player-zoom"
        icon={<PlusOutlined />}
        onPress={() => {
          onZoom(1);
        }}
      />
      <LaneVolumes transport={transport} lanes={lanes} />
    </div>
  );
}

function PositionReadout({ playback }: { playback: Playback }) {
  const position = usePosition(playback.transport, 100);
  return (
    <span className="player-position number">
      {clock(position)}
      <span className="muted"> / {formatDuration(playback.duration_ms)}</span>
    </span>
  );
}

type ToolProps = {
  label: string;
  icon: ReactNode;
  isOn?: boolean;
  className?: string;
  onPress: () => void;
};

function Tool({ label, icon, isOn, className = '', onPress }: ToolProps) {
  return (
    <Button
      size="small"
      type="text"
      className={`player-tool ${isOn ? 'player-tool-on' : ''} ${className}`}
      icon={icon}
      aria-label={label}
      aria-pressed={isOn}
      title={label}
      onClick={onPress}
    />
  );
}
