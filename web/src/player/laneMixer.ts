// Each lane louder or quieter by itself. Both are heard on both ears, a little apart: one person
// on either side tires the listener, and both in the middle hides who talks over whom.

const APART = 0.35;

/** Web Audio behind the media elements, made only when a lane is to sound other than it came. */
export class LaneMixer {
  private context: AudioContext | null = null;
  private readonly connected = new Set<string>();
  private readonly gains = new Map<string, GainNode[]>();
  private readonly volumes = new Map<string, number>();

  /** `lane` by its key; `volume` from 0 to 1. */
  setVolume(lane: string, volume: number): void {
    this.volumes.set(lane, volume);
    this.wake();
    for (const gain of this.gains.get(lane) ?? []) gain.gain.value = volume;
  }

  /** A context that was made before the listener pressed anything sleeps until they do. */
  wake(): void {
    if (this.context?.state === 'suspended') void this.context.resume();
  }

  /** `lanes` by channel. An element can be connected once, and then sounds only through here. */
  connect(recording_id: string, element: HTMLMediaElement, lanes: readonly string[]): void {
    if (this.connected.has(recording_id) || !this.isNeeded()) return;
    const context = this.contextOnce();
    const splitter = context.createChannelSplitter(Math.max(lanes.length, 1));
    context.createMediaElementSource(element).connect(splitter);
    lanes.forEach((lane, channel) => {
      const pan = lanes.length < 2 ? 0 : channel === 0 ? -APART : APART;
      this.addLane(context, splitter, channel, lane, pan);
    });
    this.connected.add(recording_id);
  }

  close(): void {
    void this.context?.close();
    this.context = null;
    this.gains.clear();
    this.connected.clear();
  }

  private isNeeded(): boolean {
    return this.connected.size > 0 || [...this.volumes.values()].some((volume) => volume !== 1);
  }

  private contextOnce(): AudioContext {
    this.context ??= new AudioContext();
    this.wake();
    return this.context;
  }

  private addLane(
    context: AudioContext,
    splitter: AudioNode,
    channel: number,
    lane: string,
    pan: number,
  ): void {
    const gain = context.createGain();
    gain.gain.value = this.volumes.get(lane) ?? 1;
    const place = context.createStereoPanner();
    place.pan.value = pan;
    splitter.connect(gain, channel).connect(place).connect(context.destination);
    this.gains.set(lane, [...(this.gains.get(lane) ?? []), gain]);
  }
}
