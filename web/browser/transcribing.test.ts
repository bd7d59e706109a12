// Transcribing as an administrator sees it: paused, a recording put first and stopped, tried again, and done
// when it goes on.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, signIn, watchFor } from './visitor';
import { spaced, word } from './words';
import { PEOPLE, Workplace } from './workplace';

/** Three minutes of two channels, on a machine that is busy with other tests. */
const TRANSCRIBED_MS = 240_000;

let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});

afterAll(async () => {
  await browser.close();
});

describe.each(['en', 'zh-CN'] as const)('in %s', (language) => {
  const w = (key: string, values?: Record<string, string | number>) =>
    word(language, `transcription:${key}`, values);
  const button = (page: Page, key: string) => page.getByRole('button', { name: spaced(w(key)) });
  let workplace: Workplace;

  beforeAll(async () => {
    workplace = await Workplace.open({ transcribes: true });
  });

  afterAll(async () => {
    await workplace.close();
  });

  test('what waits is put first, stopped, tried again, and done when it goes on', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.administrator, { language });
    const trouble = watchFor(page);
    await page.goto('/transcription');
    await page.getByText(w('none.title')).waitFor();
    await button(page, 'paused.begin').click();
    await page.getByText(w('paused.is')).waitFor();

    for (const recording of ['03-late-parcel', '05-hotel-refund']) {
      await workplace.prepared(await workplace.receive(recording, '6021'));
    }
    const next = page.getByRole('region', { name: w('next') });
    const rows = next.getByRole('row').filter({ has: page.locator('a[href^="/calls/"]') });
    await rows.nth(1).waitFor();
    const last = await rows.nth(1).locator('a').getAttribute('href');
    await rows
      .nth(1)
      .getByRole('button', { name: spaced(w('put_first')) })
      .click();
    const first = rows.first();
    await first.getByText(w('is_first'), { exact: true }).waitFor();
    expect(await first.locator('a').getAttribute('href')).toBe(last);

    await rows
      .nth(1)
      .getByRole('button', { name: spaced(w('stop')) })
      .click();
    const failed = page.getByRole('region', { name: w('failed') });
    await failed.getByText(w('was_stopped')).waitFor();
    await failed.getByRole('button', { name: spaced(w('retry')) }).click();
    await failed.waitFor({ state: 'hidden' });
    await rows.nth(1).waitFor();

    await button(page, 'paused.end').click();
    await page.getByText(w('none.title')).waitFor({ timeout: TRANSCRIBED_MS });
    await page.getByText(new RegExp(`^${w('facts.done_of_other', { count: 2, hours: '0.1' })}$`)).waitFor();
    expect(trouble).toEqual([]);
    await page.context().close();
  }, 360_000);

  test('where words are made on request, an administrator says so, and an inspector asks', async () => {
    const words = (key: string) => word(language, key);
    const page = await signIn(browser, workplace.url, PEOPLE.administrator, { language });
    await page.goto('/transcription');
    const policies = page.getByRole('region', { name: w('policy.title') });
    await policies.getByText(w('policy.all')).waitFor();
    await policies.getByRole('link', { name: 'pbx' }).click();
    await page.getByRole('tab', { name: words('sources:view.settings') }).click();
    await page.getByLabel(words('sources:field.transcribe')).click();
    await page
      .locator('.ant-select-item-option')
      .filter({ hasText: new RegExp(`^${words('sources:transcribe.on_request')}$`) })
      .click();
    await page.getByRole('button', { name: spaced(words('shell:action.save')) }).click();
    await page.getByText(words('sources:saved')).waitFor();
    await page.goto('/transcription');
    await policies.getByText(w('policy.on_request')).waitFor();
    await page.context().close();

    const call = await workplace.receive('07a-wrong-bill-monday', '6021');
    await workplace.prepared(call);
    const inspector = await signIn(browser, workplace.url, PEOPLE.inspector, { language });
    const trouble = watchFor(inspector);
    await inspector.goto(`/calls/${call}`);
    await inspector.getByText(words('player:transcript.not_asked')).waitFor();
    await inspector.getByRole('button', { name: spaced(words('player:transcript.ask')) }).click();
    await inspector.getByText(words('player:transcript.not_asked')).waitFor({ state: 'hidden' });
    await inspector.locator('.transcript-line').first().waitFor({ timeout: TRANSCRIBED_MS });
    expect(trouble).toEqual([]);
    await inspector.context().close();
  }, 360_000);
});
