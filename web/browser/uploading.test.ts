// From a file on somebody's disk to words that can be read.
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { playsOn, position } from './review_desk';
import { openBrowser, signIn, watchFor } from './visitor';
import { word } from './words';
import { PEOPLE, RECORDINGS, Workplace } from './workplace';

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

test('a manager uploads a recording, reads its words and hears what was said', async () => {
  const page = await signIn(browser, workplace.url, PEOPLE.manager);
  const trouble = watchFor(page);
  await page.goto('/upload');
  await page.getByLabel(word('en', 'upload:fact.source')).fill('by hand');
  await page.locator('input[type=file]').setInputFiles(join(RECORDINGS, '03-late-parcel.wav'));
  await page.getByRole('button', { name: word('en', 'upload:send_one', { count: 1 }) }).click();
  await page
    .getByText(word('en', 'upload:state.transcript_ready'), { exact: true })
    .waitFor({ timeout: 100_000 });
  await page.getByRole('link', { name: word('en', 'upload:state.stored') }).click();

  const lines = page.locator('.transcript-line');
  await lines.nth(4).waitFor();
  expect(await lines.allTextContents()).toEqual(expect.arrayContaining([expect.stringMatching(/parcel/i)]));
  await lines.nth(4).click();
  const at = await position(page);
  expect(at).toBeGreaterThan(0);
  await page.getByRole('button', { name: word('en', 'player:play') }).click();
  await playsOn(page, at, 1);
  expect(trouble).toEqual([]);
  await page.context().close();
});

test('what is no recording is refused in words', async () => {
  const page = await signIn(browser, workplace.url, PEOPLE.administrator);
  await page.goto('/upload');
  await page.getByLabel(word('en', 'upload:fact.source')).fill('by hand');
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'letter.wav', mimeType: 'audio/wav', buffer: Buffer.from('Dear all,') });
  await page.getByRole('button', { name: word('en', 'upload:send_one', { count: 1 }) }).click();
  await page.getByText(word('en', 'codes:error.audio_not_recognised')).waitFor();
  await page.context().close();
});
