// What a source sent and did not get in, and what waits, stands on its page with its reason, and goes off the
// list by hand; and a call whose sides are the wrong way round is set right with one button.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { begin, opened } from './review_desk';
import { openBrowser, signIn, watchFor } from './visitor';
import { word } from './words';
import { PEOPLE, run, Workplace } from './workplace';

let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});

afterAll(async () => {
  await browser.close();
});

/** Sends what is no recording, as a recorder would. */
async function sendLetter(workplace: Workplace, token: string, name: string): Promise<number> {
  const form = new FormData();
  form.set('audio', new Blob(['Dear all,']), name);
  const headers = { authorization: `Bearer ${token}` };
  return (await fetch(`${workplace.url}/api/v1/calls`, { method: 'POST', headers, body: form })).status;
}

/** The row of the source on the page of all. */
async function openSource(page: Page): Promise<void> {
  await page.goto('/sources');
  await page.getByRole('link', { name: 'pbx', exact: true }).click();
  await page.waitForURL(/sources\/[0-9a-f-]{36}/);
}

describe.each(['en', 'zh-CN'] as const)('in %s', (language) => {
  const w = (key: string, values?: Record<string, string | number>) => word(language, key, values);
  let workplace: Workplace;
  let root: string;
  let call: string;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'earmark-watched-'));
    process.env.EARMARK_WATCH_ROOT = root;
    workplace = await Workplace.open();
    delete process.env.EARMARK_WATCH_ROOT;
    call = await workplace.receive('03-late-parcel', '6021');
    await workplace.prepared(call);
    const token = await run(workplace.folder, ['token', 'create', '--source', 'pbx']);
    expect(await sendLetter(workplace, token, 'q-600-13800138000-1.wav')).toBe(415);
    expect(await sendLetter(workplace, token, 'q-600-13800138000-1.wav')).toBe(415);
    const waiting = await fetch(`${workplace.url}/api/v1/calls/metadata?file_name=out-3201.wav`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: '{"queue": "VIP"}',
    });
    expect(waiting.status).toBe(202);
    await workplace.receive('05-hotel-refund', '6021', { leg: 'agent', channels: undefined });
  });

  afterAll(async () => {
    await workplace.close();
    await rm(root, { recursive: true, force: true });
  });

  test('an administrator sees what waits and what was refused, and dismisses it', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.administrator, { language });
    const trouble = watchFor(page);
    await page.goto('/sources');
    const row = page.getByRole('row').filter({ hasText: 'pbx' });
    const one = language === 'en' ? 'one' : 'other';
    await row.getByText(w(`sources:waiting.sidecars_${one}`, { count: 1 })).click();
    await page.getByText('out-3201', { exact: true }).waitFor();
    await page.getByRole('heading', { name: w('sources:waiting.legs_title') }).waitFor();
    await page.getByText('05-hotel-refund.wav').waitFor();
    await page.getByRole('button', { name: w('sources:waiting.forget') }).click();
    await page.getByText('out-3201', { exact: true }).waitFor({ state: 'detached' });

    await page.getByRole('tab', { name: w('sources:view.refused') }).click();
    await page.getByText(w('codes:error.audio_not_recognised')).waitFor();
    await page.getByText(w('sources:refused.next.send_again')).waitFor();
    await page.getByText('q-**0-**********0-1.wav').waitFor();
    expect(await page.getByText('13800138000').count()).toBe(0);
    await page
      .getByRole('button', { name: w('sources:refused.dismiss'), exact: true })
      .first()
      .click();
    await page.getByText(w('sources:refused.none')).waitFor();
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  test('a refused file of the watched folder is tried again once it is mended, and can be dismissed', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.administrator, { language });
    await openSource(page);
    const address = new URL(page.url()).pathname;
    await page.goto(`${address}?view=folder`);
    await page.getByRole('textbox', { name: w('watching:field.path') }).fill(root);
    await page.getByLabel(w('watching:field.quiet')).fill('0');
    await page.getByRole('button', { name: w('watching:save') }).click();
    for (const name of ['broken.json', 'other.json']) await writeFile(join(root, name), '{');
    await page.goto(`${address}?view=refused`);
    await page.getByText('broken.json').waitFor({ timeout: 60_000 });
    await page.getByText('other.json').waitFor();
    await page.getByText(w('sources:refused.next.try_again')).waitFor();
    await page
      .getByRole('button', { name: w('sources:refused.dismiss_one', { name: 'other.json' }) })
      .click();
    await page.getByText('other.json').waitFor({ state: 'detached' });
    await page.getByText('broken.json').waitFor();
    // What is tried again is refused no longer, until it is looked at.
    await page.getByRole('button', { name: w('sources:failures.retry'), exact: true }).click();
    await page.getByText('broken.json').waitFor({ state: 'detached' });
    const files = await page.request.get(`/api/v1${address}/files?state=dismissed`);
    expect(((await files.json()) as { total: number }).total).toBe(1);
    await page.context().close();
  });

  test('a source that fell silent is named above all of them, in their table and on its own page', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.administrator, { language });
    // A habit takes days; what the server says of one is tested there.
    await page.route(/\/api\/v1\/sources(\/[0-9a-f-]+)?$/, async (route) => {
      const answer = await route.fetch();
      const said = (await answer.text()).replaceAll(
        '"silent_since":null',
        '"silent_since":"2026-01-05T09:00:00Z"',
      );
      await route.fulfill({ response: answer, body: said });
    });
    const banner = page.getByText(w('sources:silent.title', { names: 'pbx' }));
    await page.goto('/sources');
    await banner.waitFor();
    await page.getByRole('cell', { name: w('sources:silent.tag') }).waitFor();
    await page.getByRole('link', { name: 'pbx', exact: true }).click();
    await page.waitForURL(/sources\/[0-9a-f-]{36}/);
    await banner.waitFor();
    // A list that asks again at this very moment has nobody to answer.
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await page.context().close();
  });

  test('an inspector sets the sides of a call right', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.inspector, { language });
    const trouble = watchFor(page);
    await page.goto(`/calls/${call}`);
    const first = (role: string) =>
      page.getByText(w('calls:call.channel', { number: 1, role: w(`calls:call.lane.${role}`) }));
    await first('agent').waitFor();
    await page.getByRole('button', { name: w('calls:call.swap') }).click();
    await first('customer').waitFor();
    await page.reload();
    await first('customer').waitFor();
    // Wrong sides are heard while scoring: the same button stands beside the scorecard.
    await page.goto(`/review/${await page.evaluate(begin, call)}`);
    await opened(page);
    await page.getByRole('tab', { name: w('review:panel.call') }).click();
    await page.getByRole('button', { name: w('calls:call.swap') }).click();
    await page.getByText(w('calls:call.swapped')).waitFor();
    await page.goto(`/calls/${call}`);
    await first('agent').waitFor();
    expect(trouble).toEqual([]);
    await page.context().close();
  });
});
