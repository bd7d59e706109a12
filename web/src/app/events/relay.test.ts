// One stream for all tabs: what they are told, where it goes on, when it ends.
import { beforeEach, expect, test } from 'vitest';
import { Relay, type Source, type Told } from './relay';

type Listener = (event: { data?: unknown; lastEventId?: string }) => void;

class FakeSource implements Source {
  readyState = 1;
  isClosed = false;
  private readonly listeners = new Map<string, Listener[]>();

  constructor(readonly address: string) {
    opened.push(this);
  }

  addEventListener(name: string, listener: Listener) {
    this.listeners.set(name, [...(this.listeners.get(name) ?? []), listener]);
  }

  close() {
    this.isClosed = true;
  }

  says(name: string, data: unknown = {}, id = '') {
    for (const listener of this.listeners.get(name) ?? [])
      listener({ data: JSON.stringify(data), lastEventId: id });
  }

  refuses() {
    this.readyState = 2;
    for (const listener of this.listeners.get('error') ?? []) listener({});
  }
}

let opened: FakeSource[] = [];
let waiting: { act: () => void; ms: number }[] = [];
let isSignedIn = true;
let relay: Relay;

beforeEach(() => {
  opened = [];
  waiting = [];
  isSignedIn = true;
  relay = new Relay({
    open: (address) => new FakeSource(address),
    isSignedIn: () => Promise.resolve(isSignedIn),
    later: (act, ms) => waiting.push({ act, ms }),
  });
});

class FakeTab {
  readonly told: Told[] = [];
  postMessage(told: Told) {
    this.told.push(told);
  }
  types() {
    return this.told.map((one) => one.type);
  }
}

function tabOf(person: string): FakeTab {
  const tab = new FakeTab();
  relay.hear(tab, { type: 'hello', person });
  return tab;
}

const NOTICE = { number: 7, code: 'feedback_released', subject_id: 'e', count: 1 };

test('eight tabs share one stream and are all told', () => {
  const tabs = Array.from({ length: 8 }, () => tabOf('p'));
  expect(opened.map((one) => one.address)).toEqual(['/api/v1/events']);
  opened[0]?.says('ready', { unread: 0 }, '6');
  opened[0]?.says('notice', NOTICE, '7');
  for (const tab of tabs) expect(tab.types()).toEqual(['here', 'open', 'notice']);
  expect(tabOf('p').types()).toEqual(['open']);
});

test('a tab that closes takes nothing along, the last one takes the stream', () => {
  const [first, second] = [tabOf('p'), tabOf('p')];
  opened[0]?.says('ready', {}, '6');
  relay.hear(first, { type: 'bye' });
  opened[0]?.says('notice', NOTICE, '7');
  expect(second.types()).toEqual(['here', 'open', 'notice']);
  expect(first.types()).toEqual(['here', 'open']);
  relay.hear(second, { type: 'bye' });
  expect(opened[0]?.isClosed).toBe(true);
  // Whoever comes next goes on from there.
  tabOf('p');
  expect(opened[1]?.address).toBe('/api/v1/events?after=7');
});

test('a refused stream comes again, later and later, and goes on from where it was', async () => {
  const tab = tabOf('p');
  opened[0]?.says('ready', {}, '9');
  for (const ms of [2_000, 4_000]) {
    opened.at(-1)?.refuses();
    await Promise.resolve();
    await Promise.resolve();
    const next = waiting.pop();
    expect(next?.ms).toBe(ms);
    next?.act();
    expect(opened.at(-1)?.address).toBe('/api/v1/events?after=9');
  }
  expect(tab.types()).toEqual(['here', 'open', 'lost']);
  opened.at(-1)?.says('ready', {}, '9');
  expect(tab.types().at(-1)).toBe('open');
});

test('a session that is over is not asked for again', async () => {
  const tab = tabOf('p');
  opened[0]?.says('end', { reason: 'signed_out' });
  expect(tab.types()).toEqual(['here', 'signed_out']);
  expect(opened[0]?.isClosed).toBe(true);
  isSignedIn = false;
  relay.hear(tab, { type: 'hello', person: 'p' });
  opened[1]?.refuses();
  await Promise.resolve();
  await Promise.resolve();
  expect(tab.types().at(-1)).toBe('signed_out');
  expect(waiting).toEqual([]);
});

test('somebody else who signs in gets a stream of their own, from now on', () => {
  tabOf('p');
  opened[0]?.says('ready', {}, '9');
  tabOf('q');
  expect(opened[0]?.isClosed).toBe(true);
  expect(opened[1]?.address).toBe('/api/v1/events');
});
