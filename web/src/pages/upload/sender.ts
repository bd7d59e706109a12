// Sends one file: begins or finds its upload, continues it piece by piece, waits where the network or
// the server is away, and returns what became of it.
import { ApiProblem, problemFrom } from '../../api/problem';
import type { CallMetadata, UploadStanding } from '../../api/types';
import * as transport from '../../api/uploads';
import type { Progress, Sent } from './uploads';

/** How much goes in one request. Proxies like to keep a whole body before they hand it on. */
export const PIECE = 8 * 1024 * 1024;

/** The longest pause between two tries; as long as it takes, they go on. */
const LONGEST_MS = 30_000;
const FIRST_MS = 500;
/** How often is asked whether a complete upload has been stored. */
const STORED_EVERY_MS = 2000;

export type Transport = Pick<
  typeof transport,
  'beginUpload' | 'showUpload' | 'offsetOf' | 'openUploads' | 'sendPiece'
>;

export type Task = {
  file: File;
  fingerprint: string;
  metadata: CallMetadata;
  signal: AbortSignal;
  onProgress: (progress: Progress) => void;
};

/** Sends one file to its end; throws the problem that ends it, or an AbortError when it is paused. */
export async function sendFile(task: Task, via: Transport = transport): Promise<Sent> {
  const sending = new Sending(task, via);
  let id = await sending.patiently(() => sending.findOrBegin());
  let bytes = await sending.patiently(() => via.offsetOf(id));
  while (bytes < task.file.size) {
    const from = bytes;
    const sent = await sending.patiently((isAgain) => sending.piece(id, isAgain ? null : from));
    if (sent === GONE) {
      id = await sending.patiently(() => via.beginUpload(task));
      bytes = 0;
    } else {
      bytes = sent;
    }
  }
  return sending.untilStored(id);
}

/** The upload was forgotten on the server. */
const GONE = -1;

class Sending {
  private bytes = 0;

  constructor(
    private readonly task: Task,
    private readonly via: Transport,
  ) {}

  /** One that was begun before, by this page or by one before a reload; else a new one. */
  async findOrBegin(): Promise<string> {
    const { file, fingerprint } = this.task;
    const open = await this.via.openUploads();
    const known = open.find((one) => one.fingerprint === fingerprint && one.length === file.size);
    return known?.id ?? this.via.beginUpload(this.task);
  }

  /** Sends the next piece, from where the server says it stands unless that is known. */
  async piece(id: string, known: number | null): Promise<number> {
    const { file, signal } = this.task;
    try {
      const offset = known ?? (await this.via.offsetOf(id));
      this.tell({ state: 'sending', bytes: offset });
      if (offset >= file.size) return offset;
      return await this.via.sendPiece(id, offset, file.slice(offset, offset + PIECE), {
        signal,
        onProgress: (bytes) => {
          this.tell({ state: 'sending', bytes });
        },
      });
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 404) return GONE;
      throw error;
    }
  }

  /** Does it until it is done; what may pass is waited out, everything else is thrown. */
  async patiently<T>(work: (isAgain: boolean) => Promise<T>): Promise<T> {
    for (let pause = FIRST_MS, isAgain = false; ; pause = Math.min(pause * 2, LONGEST_MS), isAgain = true) {
      this.task.signal.throwIfAborted();
      try {
        return await work(isAgain);
      } catch (error) {
        if (this.task.signal.aborted) throw error;
        const problem = problemFrom(error);
        if (!mayPass(problem)) throw problem;
        this.tell({ state: 'retrying', bytes: this.bytes, problem });
        await pauseFor(pause, this.task.signal);
      }
    }
  }

  async untilStored(id: string): Promise<Sent> {
    for (;;) {
      const standing = await this.patiently(() => this.via.showUpload(id));
      const sent = outcomeOf(standing);
      if (sent) return sent;
      this.tell({ state: 'storing', bytes: this.task.file.size });
      await pauseFor(STORED_EVERY_MS, this.task.signal);
    }
  }

  private tell(progress: Progress & { bytes: number }) {
    this.bytes = progress.bytes;
    this.task.onProgress(progress);
  }
}

/** What became of an upload; none: it is not at its end. Throws why it was refused. */
function outcomeOf({ state, call_id, recording_id, was_known, failure }: UploadStanding): Sent | null {
  if (state === 'refused')
    throw new ApiProblem(failure?.code ?? 'upload_refused', failure?.params ?? {}, 422);
  if (state !== 'accepted' || !call_id || !recording_id) return null;
  return { call_id, recording_id, wasKnown: was_known ?? false };
}

/** The network or the server is away, or another request still has the upload. */
function mayPass(problem: ApiProblem): boolean {
  return problem.isPassing || problem.status === 408 || problem.status === 409;
}

/** Waits; shorter where the browser says that the network is back. */
function pauseFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      window.removeEventListener('online', end);
      signal.removeEventListener('abort', end);
      if (signal.aborted) reject(new DOMException('given up', 'AbortError'));
      else resolve();
    };
    const timer = setTimeout(end, ms);
    window.addEventListener('online', end);
    signal.addEventListener('abort', end);
  });
}
