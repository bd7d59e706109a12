// The one stream of a browser: a shared worker holds it, and every tab listens to the worker. Browsers
// open six connections to a server that speaks HTTP/1.1, for all tabs together; a stream in each tab
// would use them up. Nothing here knows of windows, so that a test can drive it.

/** What the server says happened. */
export interface Happening {
  number: number;
  code: string;
  subject_id: string;
  count: number;
}

/** What tabs are told. */
export type Told =
  | { type: 'notice'; happening: Happening }
  /** The stream begins; `missed`: what happened before it is not told one by one. */
  | { type: 'open'; missed: boolean }
  /** Notices were read, here or elsewhere. */
  | { type: 'read' }
  | { type: 'lost' }
  /** The worker is there: what it answers to every hello. */
  | { type: 'here' }
  | { type: 'signed_out' };

/** What tabs say. */
export type Said = { type: 'hello'; person: string } | { type: 'bye' };

export interface Tab {
  postMessage: (told: Told) => void;
}

/** As much of an EventSource as is used. */
export interface Source {
  readonly readyState: number;
  addEventListener: (
    name: string,
    listener: (event: { data?: unknown; lastEventId?: string }) => void,
  ) => void;
  close: () => void;
}

export interface Surroundings {
  open: (address: string) => Source;
  /** Whether somebody is still signed in; an EventSource does not say why it was refused. */
  isSignedIn: () => Promise<boolean>;
  later: (act: () => void, ms: number) => void;
}

/** EventSource.CLOSED: it was refused, and does not try again by itself. */
const CLOSED = 2;
const WAIT_LEAST_MS = 2_000;
const WAIT_MOST_MS = 60_000;

export class Relay {
  private readonly tabs = new Set<Tab>();
  private source: Source | null = null;
  private person: string | null = null;
  /** The last number that was seen: where a new stream goes on. */
  private seen: number | null = null;
  private isOpen = false;
  private wait_ms = WAIT_LEAST_MS;

  constructor(private readonly around: Surroundings) {}

  hear(tab: Tab, said: Said): void {
    if (said.type === 'bye') {
      this.tabs.delete(tab);
      if (this.tabs.size === 0) this.close();
      return;
    }
    this.tabs.add(tab);
    if (said.person !== this.person) {
      // Somebody else has signed in: their stream is another one.
      this.close();
      this.person = said.person;
      this.seen = null;
    }
    tab.postMessage(this.isOpen ? { type: 'open', missed: false } : { type: 'here' });
    this.open();
  }

  private open(): void {
    if (this.source !== null) return;
    const after = this.seen === null ? '' : `?after=${String(this.seen)}`;
    const source = this.around.open(`/api/v1/events${after}`);
    this.source = source;
    const on = (name: string, act: (data: unknown) => void) => {
      source.addEventListener(name, (event) => {
        if (this.source !== source) return;
        if (event.lastEventId) this.seen = Number(event.lastEventId);
        act(typeof event.data === 'string' ? JSON.parse(event.data) : null);
      });
    };
    const begin = (missed: boolean) => () => {
      this.isOpen = true;
      this.wait_ms = WAIT_LEAST_MS;
      this.tell({ type: 'open', missed });
    };
    on('notice', (data) => {
      this.tell({ type: 'notice', happening: data as Happening });
    });
    on('ready', begin(false));
    on('reset', begin(true));
    on('read', () => {
      this.tell({ type: 'read' });
    });
    on('end', () => {
      this.close();
      this.tell({ type: 'signed_out' });
    });
    on('error', () => {
      if (this.isOpen) this.tell({ type: 'lost' });
      this.isOpen = false;
      if (source.readyState === CLOSED) void this.comeAgain(source);
    });
  }

  /** The server refused: too many streams, stopping, or nobody is signed in any more. */
  private async comeAgain(refused: Source): Promise<void> {
    const isSignedIn = await this.around.isSignedIn();
    if (this.source !== refused) return;
    this.close();
    if (!isSignedIn) {
      this.tell({ type: 'signed_out' });
      return;
    }
    this.around.later(() => {
      if (this.tabs.size > 0) this.open();
    }, this.wait_ms);
    this.wait_ms = Math.min(this.wait_ms * 2, WAIT_MOST_MS);
  }

  private close(): void {
    this.source?.close();
    this.source = null;
    this.isOpen = false;
  }

  private tell(told: Told): void {
    for (const tab of this.tabs) tab.postMessage(told);
  }
}
