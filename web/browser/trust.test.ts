// Transcripts that say how far they can be trusted: a line of telephone noise makes a poor one, with doubtful
// words; hold music is a line that says that nothing was understood; a recording of both sides on one channel has
// its speakers guessed, and two keys set them right.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serious } from './serious';
import { openBrowser, settled, signIn } from './visitor';
import { spaced, word } from './words';
import { PEOPLE, RECORDINGS, Workplace } from './workplace';

const LANGUAGES = ['en', 'zh-CN'] as const;
/** Transcribing; the machine may be busy. */
const PATIENCE_MS = 240_000;

let workplace: Workplace;
/** For a correction to be stored, on a machine that is busy with other tests. */
const SOON = { timeout: 20_000 };

let browser: Browser;
let noisy: string;
let mixed: string;
let held: string;

/** A sample of mu-law (ITU-T G.711). */
function linear(byte: number): number {
  const bits = ~byte & 0xff;
  const value = ((((bits & 0x0f) << 3) + 0x84) << ((bits >> 4) & 7)) - 0x84;
  return bits & 0x80 ? -value : value;
}

/** The channels of a demonstration recording mixed to one, at most so long, with noise of this level. */
async function onOneChannel(recording: string, seconds: number, noise: number): Promise<Buffer> {
  const file = await readFile(join(RECORDINGS, `${recording}.wav`));
  const data = file.subarray(file.indexOf('data') + 8);
  const frames = Math.min(Math.floor(data.length / 2), seconds * 8_000);
  const body = Buffer.alloc(frames * 2);
  let seed = 7;
  for (let frame = 0; frame < frames; frame += 1) {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    const hiss = (seed / 1_073_741_824 - 1) * noise;
    const both = linear(data[frame * 2] ?? 0xff) + linear(data[frame * 2 + 1] ?? 0xff);
    body.writeInt16LE(Math.max(-32_768, Math.min(32_767, Math.round(both / 2 + hiss))), frame * 2);
  }
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + body.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8_000, 24);
  head.writeUInt32LE(16_000, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(body.length, 40);
  return Buffer.concat([head, body]);
}

beforeAll(async () => {
  workplace = await Workplace.open({ transcribes: true });
  browser = await openBrowser();
  const agents = [{ external_id: '6021' }];
  noisy = await workplace.receiveFile('noisy.wav', await onOneChannel('01-lost-card', 60, 1_000), {
    native_id: 'noisy',
    agents,
  });
  mixed = await workplace.receiveFile('mixed.wav', await onOneChannel('02-broadband-fault', 110, 0), {
    native_id: 'mixed',
    agents,
  });
  held = await workplace.receiveFile('held.wav', await onOneChannel('06-ticket-change', 75, 0), {
    native_id: 'held',
    agents,
  });
  await workplace.prepared(noisy, 'transcribed', PATIENCE_MS);
  await workplace.prepared(mixed, 'transcribed', PATIENCE_MS);
  await workplace.prepared(held, 'transcribed', PATIENCE_MS);
}, PATIENCE_MS * 2);

afterAll(async () => {
  await browser.close();
  await workplace.close();
});

async function open(page: Page, call: string): Promise<void> {
  await page.goto(`/calls/${call}`);
  await page.locator('.transcript-line').first().waitFor();
}

describe.each(LANGUAGES)('in %s', (language) => {
  const say = (key: string, values = {}) => word(language, key, values);

  test('a poor transcript says so, and which words are doubtful', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.inspector, { language });
    await open(page, noisy);
    await page.getByText(say('player:poor.title')).waitFor();
    await page.locator('.transcript-doubtful').first().waitFor();
    expect(await serious(page), 'a poor transcript').toEqual([]);

    await page.goto(`/calls?poor_transcript=true&said=${encodeURIComponent('卡')}`);
    await page.getByText(say('search:hits.poor')).waitFor();
    await page.locator('tbody tr[data-row-key]').first().waitFor();
    expect(await page.locator('tbody tr[data-row-key]').count()).toBe(1);
    expect(await serious(page), 'the list').toEqual([]);
    await page.context().close();
  });

  test('where nothing was understood a line says for how long, and plays it', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.inspector, { language });
    await open(page, held);
    const music = page.locator('.transcript-wordless');
    await music.waitFor();
    const told = say('words:wordless.line', { length: '0:32' });
    expect(await music.textContent()).toContain(told);
    expect(await page.getByText(say('player:poor.title')).count(), 'nothing is missing').toBe(0);
    expect(await serious(page), 'hold music').toEqual([]);
    await music.click();
    await page.locator('.player-position').filter({ hasText: '00:42' }).waitFor();
    await page.context().close();
  });

  test('who speaks on one channel is guessed, and set right by a key for one line or for all', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.inspector, { language });
    await open(page, mixed);
    await page.getByText(say('words:guessed.title')).waitFor();
    const lines = async () => {
      const answer = await page.request.get(`/api/v1/calls/${mixed}/recordings`);
      const { items } = (await answer.json()) as { items: { id: string }[] };
      const read = await page.request.get(`/api/v1/recordings/${items[0]?.id ?? ''}/transcript`);
      const page_ = (await read.json()) as { items: { role: string | null }[] };
      return page_.items.map((one) => one.role);
    };
    const before = await lines();
    expect(new Set(before)).toContain('agent');
    expect(new Set(before)).toContain('customer');

    await page.keyboard.press('Shift+Q');
    const other = (role: string | null) =>
      role === 'agent' ? 'customer' : role === 'customer' ? 'agent' : role;
    const [first, ...rest] = before.map(other);
    await expect.poll(lines, SOON).toEqual([first, ...rest]);
    // The next press is about what the page shows by then; of a line whose speaker is unknown it names one.
    const turned = other(first ?? 'customer');
    await settled(page);
    await page.keyboard.press('q');
    await expect.poll(lines, SOON).toEqual([turned, ...rest]);
    await settled(page);
    await page.keyboard.press('q');
    await expect.poll(lines, SOON).toEqual([other(turned), ...rest]);
    await settled(page);
    await page.keyboard.press('Shift+Q');
    await expect.poll(lines, SOON).toEqual([turned, ...before.slice(1)]);
    await page.context().close();
  });

  test('what was corrected is listed with who and when, gone to and taken back', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.inspector, { language });
    await open(page, mixed);
    const said = `corrected in ${language}`;
    const corrected = page.locator('.transcript-line', { hasText: said });
    await page.locator('.transcript-lines li').nth(1).hover();
    await page
      .getByRole('button', { name: say('words:correct.begin') })
      .nth(1)
      .click();
    const field = page.getByRole('textbox', { name: say('words:correct.words') });
    await field.fill(said);
    await field.press('Control+Enter');
    await corrected.waitFor();

    await page.getByRole('button', { name: say('player:transcript.more') }).click();
    await page.getByRole('menuitem', { name: say('words:corrections.title') }).click();
    const drawer = page.getByRole('dialog', { name: say('words:corrections.title') });
    const entry = drawer.locator('.corrections > li', { hasText: said }).first();
    await entry.getByText(PEOPLE.inspector.name).waitFor();
    // What Shift+Q said of all lines in the test before is one entry, taken back.
    await drawer.locator('summary').first().click();
    expect(await drawer.locator('summary + ul > li').count()).toBeGreaterThan(1);
    expect(await serious(page), 'the corrections').toEqual([]);
    const second = page.locator('.transcript-lines li').nth(1).locator('.transcript-line');
    expect(await second.getAttribute('aria-current')).toBeNull();
    await entry.locator('button.number').click();
    await expect.poll(() => second.getAttribute('aria-current')).not.toBeNull();
    await entry.getByRole('button', { name: spaced(say('words:correct.undo')) }).click();
    const [undone = ''] = say('words:corrections.undone', { name: PEOPLE.inspector.name, at: '§' }).split(
      '§',
    );
    await entry.getByText(undone).waitFor();
    await corrected.waitFor({ state: 'hidden' });
    await drawer.getByText(say('words:corrections.misfits', { count: 0 })).click();
    await drawer.getByText(say('words:corrections.none.misfits')).waitFor();
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'hidden' });
    await page.context().close();
  });

  test(
    'a poor transcript is made once more, and the page goes on by itself',
    async () => {
      const page = await signIn(browser, workplace.url, PEOPLE.inspector, { language });
      await open(page, noisy);
      const [id = ''] = await workplace.recordings(noisy);
      const version = async () => {
        const answer = await page.request.get(`/api/v1/recordings/${id}/transcript?limit=1`);
        return ((await answer.json()) as { version: { id: string } }).version.id;
      };
      const before = await version();
      const poor = page.locator('.transcript-poor');
      await poor.getByRole('button', { name: spaced(say('player:again.ask')) }).click();
      const standing = page.locator('.transcript-again');
      await standing.waitFor();
      expect(await serious(page), 'while it waits').toEqual([]);
      await poor.getByRole('button').waitFor({ state: 'hidden' });
      expect(await page.locator('.transcript-line').count()).toBeGreaterThan(0);
      await standing.waitFor({ state: 'hidden', timeout: PATIENCE_MS });
      expect(await version()).not.toBe(before);
      await page.locator('.transcript-line').first().waitFor();
      await poor.getByRole('button', { name: spaced(say('player:again.ask')) }).waitFor();
      await page.context().close();
    },
    PATIENCE_MS * 2,
  );

  test('an administrator says which names are said, for a source and for a queue', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.administrator, { language });
    await page.goto('/sources');
    await page.getByRole('link', { name: 'pbx' }).first().click();
    await page.getByRole('tab', { name: say('sources:view.settings') }).click();
    const names = page.getByLabel(say('sources:field.vocabulary'));
    await names.first().fill(`Kensington\n${language}`);
    await page.getByRole('button', { name: say('sources:action.add_queue') }).click();
    await page.getByLabel(say('sources:field.in_queue')).last().fill(`Cards ${language}`);
    await names.last().fill('花呗');
    expect(await serious(page), 'what is said').toEqual([]);
    await page.getByRole('button', { name: spaced(say('shell:action.save')) }).click();
    await page.getByText(say('sources:saved')).first().waitFor();
    const id = /sources\/([0-9a-f-]+)/.exec(page.url())?.[1] ?? '';
    const stored = await page.request.get(`/api/v1/sources/${id}`);
    const { settings } = (await stored.json()) as {
      settings: { speech: { vocabulary: string[]; queues: Record<string, unknown> } };
    };
    expect(settings.speech.vocabulary).toEqual(['Kensington', language]);
    expect(settings.speech.queues[`Cards ${language}`]).toEqual({ vocabulary: ['花呗'] });
    await page.context().close();
  });
});
