// Playing a call: one clock over all its recordings, whatever file is heard at the moment.
import { LaneMixer } from './laneMixer';
import type { Habits } from './remembered';
import { loopedTo, nearestSpeed, pastSilence, type Span } from './passage';
import { callTime, durationOf, placeAt, type Segment } from './timeline';

/** What the controls show; it changes seldom. The running position is asked for apart. */
export interface PlaybackState {
  playing: boolean;
  /** The browser would not start without a press. */
  blocked: boolean;
  /** The sound of this recording could not be fetched or decoded. */
  failedRecording: string | null;
  speed: number;
  skipsSilence: boolean;
  loop: Span | null;
  /** By the key of the lane; one that is missing is as loud as it came. */
  volumes: Record<string, number>;
}

type Listener = () => void;

/** A moment that playing never passes. */
export interface Gate {
  at_ms: number;
  /** Playing came to it, or was to go past it. */
  onArrival: () => void;
}

/** What leads to a moment that was pinned a little late. */
const LEAD_MS = 1_500;

/** How far ahead of a recording's end the next one begins to load. */
const FETCH_AHEAD_MS = 15_000;

/**
 * Holds one media element for each recording that was needed so far; the browser streams it by
 * range and never decodes it whole.
 */
export class CallTransport {
  private readonly elements = new Map<string, HTMLAudioElement>();
  private readonly mixer = new LaneMixer();
  private readonly stateListeners = new Set<Listener>();
  private readonly timeListeners = new Set<Listener>();
  private segments: readonly Segment[] = [];
  private silences: readonly Span[] = [];
  private lanes: ReadonlyMap<string, readonly string[]> = new Map();
  private stopAt_ms: number | null = null;
  private gate: Gate | null = null;
  private current: Segment | null = null;
  private at_ms = 0;
  private frame = 0;
  private snapshot: PlaybackState = {
    playing: false,
    blocked: false,
    failedRecording: null,
    speed: 1,
    skipsSilence: false,
    loop: null,
    volumes: {},
  };

  /** `soundOf`: the address of a recording's sound. */
  constructor(private soundOf: (recording_id: string) => string) {}

  /** Where sounds come from now; what is being heard goes on at its place. */
  setSounds(soundOf: (recording_id: string) => string): void {
    this.soundOf = soundOf;
    const changed = [...this.elements].filter(([id, element]) => element.getAttribute('src') !== soundOf(id));
    if (changed.length === 0) return;
    const { playing } = this.snapshot;
    if (playing) this.pause();
    for (const [id, element] of changed) element.src = soundOf(id);
    this.current = null;
    this.seek(this.at_ms);
    if (playing) void this.play();
  }

  /** Begins anew, with the habits of whoever listens; React opens twice while developing. */
  open(habits: Habits): void {
    for (const [lane, volume] of Object.entries(habits.volumes)) this.mixer.setVolume(lane, volume);
    this.change({ ...habits });
  }

  get position_ms(): number {
    return this.at_ms;
  }

  get duration_ms(): number {
    return durationOf(this.segments);
  }

  readonly state = (): PlaybackState => this.snapshot;

  readonly onState = (listener: Listener): (() => void) => {
    this.stateListeners.add(listener);
    return () => this.stateListeners.delete(listener);
  };

  readonly onTime = (listener: Listener): (() => void) => {
    this.timeListeners.add(listener);
    return () => this.timeListeners.delete(listener);
  };

  /** `lanes`: the keys of a recording's lanes by channel. */
  setSegments(segments: readonly Segment[], lanes: ReadonlyMap<string, readonly string[]>): void {
    this.segments = segments;
    this.lanes = lanes;
    if (this.snapshot.playing) return;
    this.current = null;
    this.seek(this.at_ms);
  }

  setSilences(silences: readonly Span[]): void {
    this.silences = silences;
  }

  /** Closes the way at a moment until another gate takes its place, or none. */
  setGate(gate: Gate | null): void {
    this.gate = gate;
  }

  async play(): Promise<void> {
    if (this.segments.length === 0) return;
    if (this.isAtGate()) return this.arrive();
    if (placeAt(this.segments, this.at_ms) === null) this.at_ms = 0;
    this.mixer.wake();
    const element = this.cue(this.at_ms);
    if (!element) return;
    try {
      await element.play();
      this.change({ playing: true, blocked: false, failedRecording: null });
      this.run();
    } catch (refusal) {
      const blocked = refusal instanceof DOMException && refusal.name === 'NotAllowedError';
      this.change({ playing: false, blocked });
    }
  }

  /** Plays a passage with what led to it; a moment plays on. */
  playFrom(span: Span): void {
    this.seek(span.start_ms - (span.end_ms > span.start_ms ? 0 : LEAD_MS));
    void this.play();
  }

  /** Plays a passage once and stops at its end. */
  playSpan(span: Span): void {
    this.change({ loop: null });
    this.seek(span.start_ms);
    this.stopAt_ms = span.end_ms;
    void this.play();
  }

  pause(): void {
    this.stopFrames();
    this.stopAt_ms = null;
    this.element()?.pause();
    this.readPosition();
    this.change({ playing: false });
    this.tell(this.timeListeners);
  }

  /** What is passed over while silence is skipped. */
  silent(): readonly Span[] {
    return this.silences;
  }

  /** Reads where the sound is, also while the page is hidden and draws nothing. */
  refresh(): void {
    if (this.snapshot.playing) this.readPosition();
  }

  /** Fetches the sound anew after it failed. */
  retry(): void {
    const element = this.element();
    if (!element) return;
    element.load();
    void this.play();
  }

  toggle(): void {
    if (this.snapshot.playing) this.pause();
    else void this.play();
  }

  seek(call_ms: number): void {
    this.stopAt_ms = null;
    this.move(call_ms);
  }

  skip(ms: number): void {
    this.seek(this.at_ms + ms);
  }

  private move(call_ms: number): void {
    if (this.gate && call_ms > this.gate.at_ms) {
      this.at_ms = this.gate.at_ms;
      return this.arrive();
    }
    this.at_ms = Math.min(Math.max(call_ms, 0), this.duration_ms);
    const playing = this.snapshot.playing;
    const before = this.current;
    const element = this.cue(this.at_ms);
    if (playing && element && before !== this.current) void element.play();
    if (playing && !element) this.pause();
    this.tell(this.timeListeners);
  }

  setSpeed(speed: number): void {
    const offered = nearestSpeed(speed);
    for (const element of this.elements.values()) applySpeed(element, offered);
    this.change({ speed: offered });
  }

  setSkipsSilence(skipsSilence: boolean): void {
    this.change({ skipsSilence });
  }

  setLoop(loop: Span | null): void {
    this.change({ loop });
    if (loop && (this.at_ms < loop.start_ms || this.at_ms >= loop.end_ms)) this.seek(loop.start_ms);
  }

  /** How loud a lane is, from 0 to 1. */
  setVolume(lane: string, volume: number): void {
    this.mixer.setVolume(lane, volume);
    for (const [recording, element] of this.elements) this.connect(recording, element);
    this.change({ volumes: { ...this.snapshot.volumes, [lane]: volume } });
  }

  /** Gives everything back; the transport is of no use afterwards. */
  close(): void {
    this.stopFrames();
    for (const element of this.elements.values()) {
      element.pause();
      element.removeAttribute('src');
      element.load();
    }
    this.elements.clear();
    this.mixer.close();
    this.stateListeners.clear();
    this.timeListeners.clear();
  }

  /** Points the right element at the moment; null after the end. */
  private cue(call_ms: number): HTMLAudioElement | null {
    const place = placeAt(this.segments, call_ms);
    if (!place) return null;
    if (this.current && this.current.recording_id !== place.segment.recording_id) this.element()?.pause();
    this.current = place.segment;
    const element = this.elementFor(place.segment.recording_id);
    const wanted = place.recording_ms / 1000;
    if (Math.abs(element.currentTime - wanted) > 0.02) element.currentTime = wanted;
    return element;
  }

  private element(): HTMLAudioElement | undefined {
    return this.current ? this.elements.get(this.current.recording_id) : undefined;
  }

  private elementFor(recording_id: string): HTMLAudioElement {
    const known = this.elements.get(recording_id);
    if (known) return known;
    const element = new Audio();
    element.preload = 'auto';
    element.src = this.soundOf(recording_id);
    applySpeed(element, this.snapshot.speed);
    element.addEventListener('ended', () => this.segmentEnded(recording_id));
    element.addEventListener('error', () => this.soundFailed(recording_id));
    element.addEventListener('pause', () => this.pausedFromOutside(recording_id));
    // A page that is not shown draws no frames; its sound goes on all the same, and so does its gate.
    element.addEventListener('timeupdate', () => {
      if (document.hidden && this.snapshot.playing && this.gate) this.advance();
    });
    this.elements.set(recording_id, element);
    this.connect(recording_id, element);
    return element;
  }

  private connect(recording_id: string, element: HTMLAudioElement): void {
    this.mixer.connect(recording_id, element, this.lanes.get(recording_id) ?? []);
  }

  private isAtGate(): boolean {
    return this.gate !== null && this.at_ms >= this.gate.at_ms;
  }

  /** Stands still at the gate to the millisecond, however late that was noticed. */
  private arrive(): void {
    const { gate } = this;
    if (!gate) return;
    this.pause();
    this.at_ms = gate.at_ms;
    this.cue(this.at_ms);
    this.tell(this.timeListeners);
    gate.onArrival();
  }

  private segmentEnded(recording_id: string): void {
    if (this.current?.recording_id !== recording_id || !this.snapshot.playing) return;
    const end = this.current.end_ms;
    if (this.gate && this.gate.at_ms <= end) return this.arrive();
    if (this.snapshot.loop && this.snapshot.loop.end_ms >= end)
      return this.restart(this.snapshot.loop.start_ms);
    if (placeAt(this.segments, end)) return this.restart(end);
    this.at_ms = end;
    this.stopFrames();
    this.change({ playing: false });
    this.tell(this.timeListeners);
  }

  private restart(call_ms: number): void {
    this.at_ms = call_ms;
    void this.cue(call_ms)?.play();
    this.run();
  }

  private soundFailed(recording_id: string): void {
    this.stopFrames();
    this.change({ playing: false, failedRecording: recording_id });
  }

  /** A headset or the browser paused the sound; what we show follows. */
  private pausedFromOutside(recording_id: string): void {
    const element = this.elements.get(recording_id);
    if (this.current?.recording_id !== recording_id || !element || element.ended) return;
    if (this.snapshot.playing && element.paused) this.pause();
  }

  private run(): void {
    this.stopFrames();
    const step = () => {
      this.advance();
      if (this.snapshot.playing) this.frame = requestAnimationFrame(step);
    };
    this.frame = requestAnimationFrame(step);
  }

  private stopFrames(): void {
    cancelAnimationFrame(this.frame);
  }

  private advance(): void {
    this.readPosition();
    if (this.isAtGate()) return this.arrive();
    if (this.stopAt_ms !== null && this.at_ms >= this.stopAt_ms) return this.pause();
    const { loop, skipsSilence } = this.snapshot;
    const looped = loopedTo(loop, this.at_ms);
    const skipped = looped === null && skipsSilence ? pastSilence(this.silences, this.at_ms) : null;
    const leap = looped ?? skipped;
    if (leap !== null) this.move(leap);
    else if (this.current && this.at_ms >= this.current.end_ms) this.segmentEnded(this.current.recording_id);
    this.fetchAhead();
    this.tell(this.timeListeners);
  }

  private readPosition(): void {
    const element = this.element();
    if (!element || !this.current || element.seeking) return;
    this.at_ms = Math.min(callTime(this.current, element.currentTime * 1000), this.current.end_ms);
  }

  private fetchAhead(): void {
    if (!this.current || this.current.end_ms - this.at_ms > FETCH_AHEAD_MS) return;
    const next = placeAt(this.segments, this.current.end_ms);
    if (next) this.elementFor(next.segment.recording_id);
  }

  private change(part: Partial<PlaybackState>): void {
    this.snapshot = { ...this.snapshot, ...part };
    this.tell(this.stateListeners);
  }

  private tell(listeners: ReadonlySet<Listener>): void {
    for (const listener of listeners) listener();
  }
}

function applySpeed(element: HTMLAudioElement, speed: number): void {
  element.preservesPitch = true;
  element.defaultPlaybackRate = speed;
  element.playbackRate = speed;
}
