// What could not be saved yet, kept in the browser until it is: a reload or a crash loses nothing.
import type { Content } from './draft';

/** Content that the server has not got, and the state of the server it was made on. */
export interface Leftover {
  base: Content;
  edit: number;
  content: Content;
}

const PREFIX = 'earmark.review.';

/** The unsaved work on one evaluation; each window writes under its own name and reads all. */
export class Leftovers {
  private readonly prefix: string;

  constructor(
    evaluation_id: string,
    private readonly window_name: string,
    private readonly storage: Storage,
  ) {
    this.prefix = `${PREFIX}${evaluation_id}.`;
  }

  keep(leftover: Leftover): void {
    this.attempt(() => {
      this.storage.setItem(this.prefix + this.window_name, JSON.stringify(leftover));
    });
  }

  /** All of it is on the server. */
  drop(): void {
    this.attempt(() => {
      this.storage.removeItem(this.prefix + this.window_name);
    });
  }

  /** What any window left, also one that is gone. */
  found(): Leftover[] {
    const found: Leftover[] = [];
    this.attempt(() => {
      for (const key of this.keys()) {
        const text = this.storage.getItem(key);
        if (text !== null) found.push(JSON.parse(text) as Leftover);
      }
    });
    return found;
  }

  /** After the evaluation is released nothing of it may come back. */
  forget(): void {
    this.attempt(() => {
      for (const key of this.keys()) this.storage.removeItem(key);
    });
  }

  private keys(): string[] {
    const all = Array.from({ length: this.storage.length }, (_, place) => this.storage.key(place));
    return all.filter((key): key is string => key !== null && key.startsWith(this.prefix));
  }

  /** Storage may be full or forbidden; then the memory of this window is all there is. */
  private attempt(act: () => void): void {
    try {
      act();
    } catch {
      return;
    }
  }
}
