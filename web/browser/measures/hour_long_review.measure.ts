// How long the review page of a one-hour call takes until one can work, and how much memory its tab
// fills: the first time, with an empty cache, and again. Prints the figures.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { begin, opened } from '../review_desk';
import { openBrowser, signIn } from '../visitor';
import { PEOPLE, RECORDINGS, run, Workplace } from '../workplace';
import { prolonged } from './telephone_wave';

const HOUR_S = 3600;
const OPENINGS = 5;
/** How long somebody looks at Today before the first press. */
const GLANCE_MS = 2_000;
/** An hour of two channels, transcribed on two cores, with time to spare. */
const TRANSCRIBED_MS = 1_000_000;

let workplace: Workplace;
let browser: Browser;
let address: string;

beforeAll(async () => {
  workplace = await Workplace.open();
  browser = await openBrowser();
  const callId = await receiveHour();
  await workplace.prepared(callId, 'transcribed', TRANSCRIBED_MS);
  const page = await signIn(browser, workplace.url, PEOPLE.inspector);
  address = `/review/${await page.evaluate(begin, callId)}`;
  await page.context().close();
});

afterAll(async () => {
  await browser.close();
  await workplace.close();
});

/** By the command line: what is measured is the page. */
async function receiveHour(): Promise<string> {
  const file = join(workplace.folder, 'hour.wav');
  await prolonged(join(RECORDINGS, '03-late-parcel.wav'), file, HOUR_S);
  const token = await run(workplace.folder, ['token', 'create', '--source', 'pbx']);
  const form = new FormData();
  const metadata = {
    native_id: 'hour',
    agents: [{ external_id: '6021', channel: 0 }],
    channels: { 0: 'agent', 1: 'customer' },
  };
  form.set('metadata', JSON.stringify(metadata));
  form.set('audio', new Blob([new Uint8Array(await readFile(file))]), 'hour.wav');
  const answer = await fetch(`${workplace.url}/api/v1/calls`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: form,
  });
  if (!answer.ok) throw new Error(`the call was not accepted: ${await answer.text()}`);
  return ((await answer.json()) as { call_id: string }).call_id;
}

/** Everything that one needs to begin: scorecard, position, waveform and words. */
async function ready(page: Page): Promise<void> {
  await opened(page);
  await page.locator('.transcript-line').first().waitFor();
  await page.waitForFunction(() => {
    const holders = document.querySelectorAll('.player-waveform *');
    return [...holders].some((holder) => holder.shadowRoot?.querySelector('canvas'));
  });
}

/** From opening the page until it can be worked with and its sound has begun to arrive. */
async function millisecondsAfter(page: Page, open: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  const sound = page.waitForResponse((answer) => answer.url().endsWith('/audio'));
  await open();
  await Promise.all([sound, ready(page)]);
  return Math.round(performance.now() - before);
}

const millisecondsToOpen = (page: Page) =>
  millisecondsAfter(page, () => page.goto(address, { waitUntil: 'commit' }));

/** As an inspector's day begins: signed in with an empty cache, a glance at Today, a press on the draft. */
async function millisecondsFromToday(): Promise<number> {
  const page = await signIn(browser, workplace.url, PEOPLE.inspector);
  await page.goto('/today');
  const draft = page.locator(`a[href="${address}"]`).first();
  await draft.waitFor();
  await page.waitForTimeout(GLANCE_MS);
  const taken = await millisecondsAfter(page, () => draft.click());
  await page.context().close();
  return taken;
}

/** The memory that the processes of the pages hold alone, in MB: the largest is the tab. */
async function megabytesOfTab(): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const pages = processInfo.filter(({ type }) => type === 'renderer');
  const sizes = await Promise.all(
    pages.map(async ({ id }) => {
      const rollup = await readFile(`/proc/${String(id)}/smaps_rollup`, 'utf8').catch(() => '');
      const kilobytes = [...rollup.matchAll(/^Private_\w+:\s+(\d+) kB$/gm)].map(([, size]) => Number(size));
      return kilobytes.reduce((sum, size) => sum + size, 0) / 1024;
    }),
  );
  return Math.round(Math.max(...sizes));
}

/** Lets go of what nothing holds any more: what is left is what the page needs. */
async function collectGarbage(context: BrowserContext, page: Page): Promise<void> {
  const session = await context.newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  await session.detach();
}

const heapOf = (context: BrowserContext, page: Page) =>
  context.newCDPSession(page).then(async (session) => {
    await session.send('Performance.enable');
    const { metrics } = await session.send('Performance.getMetrics');
    const bytes = metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0;
    return Math.round(bytes / 1024 / 1024);
  });

test('the review page of a one-hour call', async () => {
  const fromToday = [
    await millisecondsFromToday(),
    await millisecondsFromToday(),
    await millisecondsFromToday(),
  ];
  const page = await signIn(browser, workplace.url, PEOPLE.inspector);
  const first = await millisecondsToOpen(page);
  const again: number[] = [];
  for (let opening = 0; opening < OPENINGS; opening += 1) {
    await page.goto('/today');
    again.push(await millisecondsToOpen(page));
  }
  again.sort((one, other) => one - other);
  // A minute of work: playing, and leafing through the transcript to its end.
  for (const part of [0.25, 0.5, 0.75, 1]) {
    await page.locator('.transcript-lines').evaluate((pane, share) => {
      pane.scrollTop = pane.scrollHeight * share;
    }, part);
    await page.waitForTimeout(2_000);
  }
  const lines = await page.locator('.transcript-line').count();
  const [tab, heap] = [await megabytesOfTab(), await heapOf(page.context(), page)];
  await collectGarbage(page.context(), page);
  await page.waitForTimeout(2_000);
  const [tabKept, heapKept] = [await megabytesOfTab(), await heapOf(page.context(), page)];
  process.stdout.write(
    [
      `from Today, each time with an empty cache: ready after ${fromToday.map(String).join(', ')} ms`,
      `by its address: ready after ${String(first)} ms with an empty cache, then ${again.map(String).join(', ')} ms (median ${String(again[Math.floor(OPENINGS / 2)])})`,
      `memory of the tab ${String(tab)} MB, of which JavaScript ${String(heap)} MB; ${String(lines)} lines of the transcript are drawn`,
      `after garbage is collected ${String(tabKept)} MB, of which JavaScript ${String(heapKept)} MB`,
    ]
      .map((line) => `${line}\n`)
      .join(''),
  );
  expect(lines).toBeGreaterThan(0);
  await page.context().close();
});
