import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CallTransport } from './transport';

/** A sound whose clock the test turns. */
class FakeSound extends EventTarget {
  currentTime = 0;
  paused = true;
  ended = false;
  seeking = false;
  preload = '';
  src = '';
  playbackRate = 1;
  defaultPlaybackRate = 1;
  preservesPitch = true;
  play(): Promise<void> {
    this.paused = false;
    return Promise.resolve();
  }
  pause(): void {
    this.paused = true;
  }
  load(): void {
    this.currentTime = 0;
  }
  getAttribute(): string {
    return this.src;
  }
  removeAttribute(): void {
    this.src = '';
  }
}

const LENGTH_MS = 20_000;
let sound: FakeSound;
let frames: FrameRequestCallback[];

beforeEach(() => {
  sound = new FakeSound();
  frames = [];
  vi.stubGlobal('Audio', function () {
    return sound;
  });
  vi.stubGlobal('document', { hidden: false });
  vi.stubGlobal('requestAnimationFrame', (step: FrameRequestCallback) => frames.push(step));
  vi.stubGlobal('cancelAnimationFrame', () => {
    frames = [];
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

function opened(): CallTransport {
  const transport = new CallTransport(() => 'sound');
  transport.setSegments([{ recording_id: 'a', start_ms: 0, end_ms: LENGTH_MS, from_ms: 0 }], new Map());
  return transport;
}

/** The sound has come to this second, and the page draws. */
function hears(seconds: number): void {
  sound.currentTime = seconds;
  const [step] = frames.splice(0);
  step?.(0);
}

test('playing stands still at a gate, to the millisecond, however late that is noticed', async () => {
  const transport = opened();
  const onArrival = vi.fn();
  transport.setGate({ at_ms: 5_000, onArrival });
  await transport.play();
  hears(4.99);
  expect(onArrival).not.toHaveBeenCalled();
  hears(5.09);
  expect(onArrival).toHaveBeenCalledTimes(1);
  expect(sound.paused).toBe(true);
  expect(sound.currentTime).toBe(5);
  expect(transport.position_ms).toBe(5_000);
  // It does not open by being pressed again.
  await transport.play();
  expect(sound.paused).toBe(true);
});

test('a gate is not leapt over', () => {
  const transport = opened();
  const onArrival = vi.fn();
  transport.setGate({ at_ms: 5_000, onArrival });
  transport.seek(9_000);
  expect(transport.position_ms).toBe(5_000);
  expect(onArrival).toHaveBeenCalledTimes(1);
  transport.seek(2_000);
  expect(transport.position_ms).toBe(2_000);
});

test('what lies before a gate is heard as often as wanted, and beyond it once it is gone', async () => {
  const transport = opened();
  transport.setGate({ at_ms: 5_000, onArrival: vi.fn() });
  transport.seek(5_000);
  transport.seek(1_000);
  await transport.play();
  expect(sound.paused).toBe(false);
  hears(5.01);
  transport.setGate(null);
  await transport.play();
  hears(7);
  expect(transport.position_ms).toBe(7_000);
  expect(transport.state().playing).toBe(true);
});

test('a gate at the very end is come to when the sound ends', async () => {
  const transport = opened();
  const onArrival = vi.fn();
  transport.setGate({ at_ms: LENGTH_MS, onArrival });
  await transport.play();
  sound.currentTime = 20;
  sound.dispatchEvent(new Event('ended'));
  expect(onArrival).toHaveBeenCalledTimes(1);
  expect(transport.state().playing).toBe(false);
});

test('a page that is not shown stops at its gate too', async () => {
  const transport = opened();
  const onArrival = vi.fn();
  transport.setGate({ at_ms: 5_000, onArrival });
  await transport.play();
  vi.stubGlobal('document', { hidden: true });
  sound.currentTime = 5.2;
  sound.dispatchEvent(new Event('timeupdate'));
  expect(onArrival).toHaveBeenCalledTimes(1);
  expect(sound.paused).toBe(true);
});
