// From a file on somebody's disk to words that can be read.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { playsOn, position } from './review_desk';
import { openBrowser, signIn, watchFor } from './visitor';
import { word } from './words';
import { PEOPLE, RECORDINGS, Workplace } from './workplace';

/** Transcribing takes seconds; another file's server may do so on the same machine. */
const TRANSCRIBED_MS = 240_000;

let workplace: Workplace;
let browser: Browser;

beforeAll(async () => {
  workplace = await Workplace.open();
  browser = await openBrowser();
});

afterAll(async () => {
  await browser.close();
  await workplace.close();
});

test(
  'a manager uploads a recording, reads its words and hears what was said',
  async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.manager);
    const trouble = watchFor(page);
    await page.goto('/upload');
    await page.getByLabel(word('en', 'upload:fact.source')).fill('by hand');
    await page.locator('input[type=file]').first().setInputFiles(join(RECORDINGS, '03-late-parcel.wav'));
    await page.getByRole('button', { name: word('en', 'upload:send_one', { count: 1 }) }).click();
    await page
      .getByText(word('en', 'upload:state.transcript_ready'), { exact: true })
      .waitFor({ timeout: TRANSCRIBED_MS });
    await page.getByRole('link', { name: word('en', 'upload:state.stored') }).click();

    const lines = page.locator('.transcript-line');
    await lines.nth(4).waitFor();
    expect(await lines.allTextContents()).toEqual(expect.arrayContaining([expect.stringMatching(/parcel/i)]));
    await lines.nth(4).click();
    const at = await position(page);
    expect(at).toBeGreaterThan(0);
    await page.getByRole('button', { name: word('en', 'player:play', { key: 'Space' }) }).click();
    await playsOn(page, at, 1);
    expect(trouble).toEqual([]);
    await page.context().close();
  },
  TRANSCRIBED_MS + 120_000,
);

test('what is no recording is refused in words', async () => {
  const page = await signIn(browser, workplace.url, PEOPLE.administrator);
  await page.goto('/upload');
  await page.getByLabel(word('en', 'upload:fact.source')).fill('by hand');
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: 'letter.wav', mimeType: 'audio/wav', buffer: Buffer.from('Dear all,') });
  await page.getByRole('button', { name: word('en', 'upload:send_one', { count: 1 }) }).click();
  await page.getByText(word('en', 'codes:error.audio_not_recognised')).waitFor();
  await page.getByRole('button', { name: word('en', 'upload:retry_file', { file: 'letter.wav' }) }).click();
  await page.getByText(word('en', 'codes:error.audio_not_recognised')).waitFor();
  await page.context().close();
});

test('what lies beside a recording goes along with it, whichever is dropped first', async () => {
  const page = await signIn(browser, workplace.url, PEOPLE.manager, { language: 'zh-CN' });
  await page.goto('/upload');
  const input = page.locator('input[type=file]').first();
  const json = { source: 'pbx', native_id: 'beside-1', ticket: 'T-77' };
  await input.setInputFiles({
    name: 'beside.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(json)),
  });
  await input.setInputFiles({ name: 'beside.wav', mimeType: 'audio/wav', buffer: silence(1) });
  await page.getByText(word('zh-CN', 'upload:with_sidecar', { file: 'beside.json' })).waitFor();
  await page.getByRole('button', { name: word('zh-CN', 'upload:send_other', { count: 1 }) }).click();
  await page.getByRole('link', { name: word('zh-CN', 'upload:state.stored') }).click();
  await page.getByText('T-77').waitFor();
  await page.context().close();
});

test('an upload goes on after the network went and the page was loaded again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'earmark-upload-'));
  const path = join(folder, 'long.wav');
  await writeFile(path, silence(120));
  const page = await signIn(browser, workplace.url, PEOPLE.manager);
  let pieces = 0;
  await page.route('**/api/v1/uploads/*', (route) => {
    const isPiece = route.request().method() === 'PATCH';
    if (isPiece) pieces += 1;
    // The first piece arrives; then there is no network.
    return isPiece && pieces > 1 ? route.abort('internetdisconnected') : route.continue();
  });
  await page.goto('/upload');
  await page.getByLabel(word('en', 'upload:fact.source')).fill('by hand');
  await page.locator('input[type=file]').first().setInputFiles(path);
  await page.getByRole('button', { name: word('en', 'upload:send_one', { count: 1 }) }).click();
  await page.getByText(word('en', 'upload:state.retrying')).waitFor();

  page.on('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await page.getByText(word('en', 'upload:leftovers_one', { count: 1 })).waitFor();
  await page.unroute('**/api/v1/uploads/*');
  await page.getByLabel(word('en', 'upload:fact.source')).fill('by hand');
  const offsets: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'PATCH') offsets.push(request.headers()['upload-offset'] ?? '');
  });
  await page.locator('input[type=file]').first().setInputFiles(path);
  await page.getByRole('button', { name: word('en', 'upload:send_one', { count: 1 }) }).click();
  await page.getByRole('link', { name: word('en', 'upload:state.stored') }).waitFor();
  expect(offsets[0]).toBe(String(8 * 1024 * 1024));
  await page.context().close();
  await rm(folder, { recursive: true });
});

/** So many seconds of nothing: 48 kHz, two channels, 16 bit. */
function silence(seconds: number): Buffer {
  const bytes = seconds * 48_000 * 4;
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + bytes, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(2, 22);
  header.writeUInt32LE(48_000, 24);
  header.writeUInt32LE(192_000, 28);
  header.writeUInt16LE(4, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(bytes, 40);
  return Buffer.concat([header, Buffer.alloc(bytes)]);
}
