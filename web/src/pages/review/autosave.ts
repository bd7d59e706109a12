// Saving by itself: one request at a time, what failed is tried again, and a draft that was edited
// elsewhere is merged and saved again.
import { problemFrom } from '../../api/problem';
import type { Saved } from '../../api/types';
import { type Content, sameContent } from './draft';
import type { Leftover } from './leftovers';
import { mergeContent, type Merged } from './merge';

export type SaveStatus =
  | { kind: 'saved'; at: string | null }
  | { kind: 'waiting'; at: string | null }
  | { kind: 'saving'; at: string | null }
  /** Not reached; it is tried again by itself. */
  | { kind: 'offline'; at: string | null }
  /** The server said no, and would say so again. */
  | { kind: 'refused'; at: string | null; code: string };

export interface Stored {
  edit: number;
  content: Content;
}

export interface SavePorts {
  put(stored: Stored): Promise<Saved>;
  get(): Promise<Stored>;
  keep(leftover: Leftover): void;
  drop(): void;
  onStatus(status: SaveStatus): void;
  onSaved(saved: Saved): void;
  /** Another window had saved in between. Answers with the content to go on with. */
  onMerged(merged: Merged): Content;
}

export const TEXT_PAUSE_MS = 400;
const RETRY_MS = [2_000, 5_000, 15_000, 30_000];
const MERGES_MOST = 5;

export class Autosave {
  private base: Stored;
  private content: Content;
  private savedAt: string | null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<boolean> | null = null;
  private failures = 0;
  private closed = false;

  constructor(
    stored: Stored,
    savedAt: string | null,
    private readonly ports: SavePorts,
  ) {
    this.base = stored;
    this.content = stored.content;
    this.savedAt = savedAt;
  }

  get edit(): number {
    return this.base.edit;
  }

  get isSaved(): boolean {
    return sameContent(this.content, this.base.content);
  }

  /** Answers go at once, text when the typing pauses. */
  changed(content: Content, pace: 'at_once' | 'typing'): void {
    this.content = content;
    if (this.isSaved && !this.running) return this.settled();
    this.ports.keep({ base: this.base.content, edit: this.base.edit, content });
    this.tell('waiting');
    this.schedule(pace === 'typing' ? TEXT_PAUSE_MS : 0);
  }

  /** Saves what there is; true when the server has everything. */
  async flush(): Promise<boolean> {
    clearTimeout(this.timer);
    while (this.running) await this.running;
    if (this.isSaved) return true;
    this.running = this.saveOnce();
    const done = await this.running;
    return done && (this.isSaved || this.flush());
  }

  /** The connection is back. */
  retry(): void {
    if (!this.isSaved) this.schedule(0);
  }

  /** Begins to work, also again after it was closed. */
  open(): void {
    this.closed = false;
    this.retry();
  }

  /** Sends what is left and stops trying; what cannot be sent stays with the leftovers. */
  close(): void {
    void this.flush();
    this.closed = true;
  }

  /** Takes over what another window has saved, without waiting for a save of our own to be refused. */
  async catchUp(): Promise<void> {
    while (this.running) await this.running;
    await this.takeOver();
  }

  private schedule(ms: number): void {
    clearTimeout(this.timer);
    if (!this.closed) this.timer = setTimeout(() => void this.flush(), ms);
  }

  private async saveOnce(): Promise<boolean> {
    this.tell('saving');
    try {
      await this.putMerging();
      this.failures = 0;
      this.afterSaving();
      return true;
    } catch (error) {
      this.failed(error);
      return false;
    } finally {
      this.running = null;
    }
  }

  private async putMerging(): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      const sent = { edit: this.base.edit, content: this.content };
      try {
        const saved = await this.ports.put(sent);
        this.base = { edit: saved.edit, content: sent.content };
        this.savedAt = saved.saved_at;
        this.ports.onSaved(saved);
        return;
      } catch (error) {
        if (problemFrom(error).code !== 'edited_elsewhere' || attempt >= MERGES_MOST) throw error;
        await this.takeOver();
      }
    }
  }

  private async takeOver(): Promise<void> {
    const theirs = await this.ports.get();
    const merged = mergeContent(this.base.content, this.content, theirs.content);
    this.base = theirs;
    this.content = this.ports.onMerged(merged);
  }

  private afterSaving(): void {
    if (this.isSaved) {
      this.settled();
    } else {
      this.tell('waiting');
      this.schedule(0);
    }
  }

  /** The server has everything, perhaps because the change was undone before it was sent. */
  private settled(): void {
    clearTimeout(this.timer);
    this.ports.drop();
    this.tell('saved');
  }

  private failed(error: unknown): void {
    const problem = problemFrom(error);
    if (!problem.isPassing) {
      this.ports.onStatus({ kind: 'refused', at: this.savedAt, code: problem.code });
      return;
    }
    this.tell('offline');
    this.schedule(RETRY_MS[Math.min(this.failures, RETRY_MS.length - 1)] ?? 30_000);
    this.failures += 1;
  }

  private tell(kind: 'saved' | 'waiting' | 'saving' | 'offline'): void {
    if (!this.closed) this.ports.onStatus({ kind, at: this.savedAt });
  }
}

/** What to begin with: the server's state, and what any window could not save on top of it. */
export function withLeftovers(server: Content, leftovers: readonly Leftover[]): Content {
  return leftovers.reduce(
    (content, leftover) => mergeContent(leftover.base, leftover.content, content).content,
    server,
  );
}
