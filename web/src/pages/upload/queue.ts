// The files of the page and who sends them: at most two at once, because a slow line carries two
// recordings better than ten. Lives as long as the page; React listens to it.
import { problemFrom } from '../../api/problem';
import type { DroppedFile } from './dropped';
import { sendFile, type Task } from './sender';
import { readSidecar, sidecarsFor } from './sidecars';
import {
  bytesOf,
  type Change,
  changed,
  type Facts,
  isOnItsWay,
  metadataOf,
  type Sent,
  type Upload,
} from './uploads';

export const AT_ONCE = 2;

type Send = (task: Task) => Promise<Sent>;

export class UploadQueue {
  private uploads: readonly Upload[] = [];
  private readonly listeners = new Set<() => void>();
  private readonly running = new Map<string, AbortController>();
  /** What lies beside recordings that have not been dropped yet. */
  private sidecars: readonly DroppedFile[] = [];

  constructor(private readonly send: Send = sendFile) {}

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly all = () => this.uploads;

  readonly change = (change: Change) => {
    if (change.do === 'remove') this.running.get(change.key)?.abort();
    this.uploads = changed(this.uploads, change);
    this.listeners.forEach((listener) => listener());
  };

  /** Takes recordings in, and pairs them with what lies beside them, whichever was dropped first. */
  async add(audio: readonly DroppedFile[], sidecars: readonly DroppedFile[], facts: Facts): Promise<void> {
    this.change({ do: 'add', files: audio, facts });
    this.sidecars = [...this.sidecars, ...sidecars];
    for (const [key, file] of sidecarsFor(this.uploads, this.sidecars)) {
      try {
        this.change({ do: 'pair', key, sidecar: await readSidecar(file) });
      } catch (error) {
        this.change({ do: 'progress', key, progress: { state: 'refused', problem: problemFrom(error) } });
      }
    }
  }

  /** How many files lie beside nothing that is here. */
  unpaired(): number {
    const paired = new Set(this.uploads.map((upload) => upload.sidecar?.name));
    return this.sidecars.filter(({ path }) => !paired.has(path)).length;
  }

  /** Sends everything that is not sent, is paused or was refused. */
  readonly start = () => {
    for (const upload of this.uploads) this.enqueue(upload);
    this.fill();
  };

  readonly startOne = (key: string) => {
    const upload = this.uploads.find((one) => one.key === key);
    if (upload) this.enqueue(upload);
    this.fill();
  };

  /** What is on its way stops where it is, to be continued. */
  readonly pause = () => {
    for (const upload of this.uploads) this.pauseOne(upload.key);
  };

  readonly pauseOne = (key: string) => {
    const upload = this.uploads.find((one) => one.key === key);
    if (upload?.progress.state === 'queued') {
      this.change({ do: 'progress', key, progress: { state: 'paused', bytes: bytesOf(upload) } });
    }
    this.running.get(key)?.abort();
  };

  private enqueue(upload: Upload) {
    if (upload.progress.state === 'sent' || isOnItsWay(upload)) return;
    this.change({ do: 'progress', key: upload.key, progress: { state: 'queued', bytes: bytesOf(upload) } });
  }

  private fill() {
    while (this.running.size < AT_ONCE) {
      const next = this.uploads.find(
        ({ key, progress }) => progress.state === 'queued' && !this.running.has(key),
      );
      if (!next) return;
      void this.run(next);
    }
  }

  private async run(upload: Upload) {
    const { key, file } = upload;
    const stop = new AbortController();
    this.running.set(key, stop);
    this.change({ do: 'progress', key, progress: { state: 'sending', bytes: bytesOf(upload) } });
    const task: Task = {
      file,
      fingerprint: key,
      metadata: metadataOf(upload),
      signal: stop.signal,
      onProgress: (progress) => {
        if (!stop.signal.aborted) this.change({ do: 'progress', key, progress });
      },
    };
    try {
      const sent = await this.send(task);
      this.change({ do: 'progress', key, progress: { state: 'sent', sent } });
    } catch (error) {
      const now = this.uploads.find((one) => one.key === key);
      const bytes = now ? bytesOf(now) : 0;
      this.change({
        do: 'progress',
        key,
        progress: stop.signal.aborted
          ? { state: 'paused', bytes }
          : { state: 'refused', problem: problemFrom(error) },
      });
    }
    this.running.delete(key);
    this.fill();
  }
}
