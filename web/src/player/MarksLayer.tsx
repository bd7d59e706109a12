// What lies over the waveform: silence, overtalk, the marked range, pins and the time axis.
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Span } from './passage';
import { PIN_MARKS, type PlayerPin } from './pins';
import { clock } from './timeline';
import { extentOf, pinPlaces, shareOf, ticksOf, type View } from './view';

type Props = {
  view: View;
  width: number;
  silences: readonly Span[];
  overtalk: readonly Span[];
  heard: readonly Span[];
  hits: readonly Span[];
  range: Span | null;
  loop: Span | null;
  pins: readonly PlayerPin[];
  onPin: (pin: PlayerPin) => void;
};

export const MarksLayer = memo(function MarksLayer(props: Props) {
  const { view, width, silences, overtalk, heard, hits, range, loop, pins, onPin } = props;
  return (
    <div className="player-marks">
      <Spans view={view} spans={silences} className="player-silence" />
      <Spans view={view} spans={overtalk} className="player-overtalk" />
      <Spans view={view} spans={loop ? [loop] : []} className="player-loop" />
      <Spans view={view} spans={range ? [range] : []} className="player-range" />
      <Spans
        view={view}
        spans={pins.filter((pin) => pin.end_ms > pin.start_ms)}
        className="player-pin-range"
      />
      <Spans view={view} spans={hits} className="player-hit" />
      <Spans view={view} spans={heard} className="player-heard" />
      <Axis view={view} width={width} />
      <Pins view={view} width={width} pins={pins} onPin={onPin} />
    </div>
  );
});

function Spans({ view, spans, className }: { view: View; spans: readonly Span[]; className: string }) {
  return spans.map((span) => {
    const extent = extentOf(view, span.start_ms, span.end_ms);
    if (!extent) return null;
    return (
      <div
        key={`${span.start_ms}-${span.end_ms}`}
        className={className}
        style={{ left: `${extent.left}%`, width: `max(1px, ${extent.width}%)` }}
      />
    );
  });
}

function Axis({ view, width }: { view: View; width: number }) {
  return (
    <div className="player-axis number" aria-hidden="true">
      {ticksOf(view, width).map((tick) => (
        <span key={tick} style={{ left: `${shareOf(view, tick) * 100}%` }}>
          {clock(tick)}
        </span>
      ))}
    </div>
  );
}

const PINS_APART_PX = 24;

function Pins({ view, width, pins, onPin }: Pick<Props, 'view' | 'width' | 'pins' | 'onPin'>) {
  const inOrder = [...pins].sort((one, other) => one.start_ms - other.start_ms);
  const moments = inOrder.map((pin) => pin.start_ms);
  const places = pinPlaces(view, moments, width, PINS_APART_PX);
  return inOrder.map((pin, index) => {
    const place = places[index] ?? null;
    return place !== null && <Pin key={pin.id} place={place} pin={pin} onPin={onPin} />;
  });
}

function Pin({ place, pin, onPin }: { place: number; pin: PlayerPin; onPin: (pin: PlayerPin) => void }) {
  const { t } = useTranslation('player');
  const title = t(`pin.${pin.kind}`, { title: pin.title, at: clock(pin.start_ms) });
  return (
    <button
      type="button"
      className={`player-pin player-pin-${pin.kind}`}
      style={{ left: place }}
      title={title}
      aria-label={title}
      onClick={() => {
        onPin(pin);
      }}
    >
      <span className={pin.number === undefined ? undefined : 'player-pin-numbered'}>
        {PIN_MARKS[pin.kind]}
        {pin.number}
      </span>
    </button>
  );
}
