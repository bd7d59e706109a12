// Connecting a source, from its name to the mark that its first recording is here; and trying out
// how files are read.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from './review_desk';
import { openBrowser, signIn, watchFor } from './visitor';
import { word } from './words';
import { PEOPLE, RECORDINGS, Workplace } from './workplace';

const NAME = 'out-13800138000-3201-20261126-093005-1795656605.7.wav';

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

const w = (key: string, values?: Record<string, string | number>) => word('en', `sources:${key}`, values);

/** Sends a recording as a recorder would, with nothing but its name. */
async function send(token: string): Promise<number> {
  const form = new FormData();
  const bytes = await readFile(join(RECORDINGS, '03-late-parcel.wav'));
  form.set('audio', new Blob([new Uint8Array(bytes)]), NAME);
  const headers = { authorization: `Bearer ${token}` };
  return (await fetch(`${workplace.url}/api/v1/calls`, { method: 'POST', headers, body: form })).status;
}

async function choose(page: Page, label: string, option: string): Promise<void> {
  const select = page.locator('.ant-select').filter({ has: page.getByLabel(label, { exact: true }) });
  // On a busy machine the list may still be moving when an option is pressed; then it is pressed again.
  await until(async () => {
    const pressed = async () => {
      await page.getByLabel(label, { exact: true }).click({ timeout: 3_000 });
      await page.getByTitle(option, { exact: true }).last().click({ timeout: 3_000 });
    };
    await pressed().catch(() => undefined);
    return select.getByText(option, { exact: true }).isVisible();
  }, `${option} is chosen`);
}

test('an administrator connects a source in three steps and sees its first recording arrive', async () => {
  const page = await signIn(browser, workplace.url, PEOPLE.administrator);
  const trouble = watchFor(page);
  await page.goto('/sources');
  await page
    .getByRole('link', { name: w('action.connect') })
    .first()
    .click();
  await page.getByLabel(w('field.name')).fill('pbx-shanghai');
  await page.getByRole('button', { name: w('connect.next') }).click();

  await choose(page, w('field.naming'), w('pattern.freepbx'));
  await page.getByLabel(w('tester.names')).fill(`${NAME}\nmemo.wav`);
  await page.getByRole('button', { name: w('tester.try') }).click();
  const [read, unfit] = [page.locator('article').nth(0), page.locator('article').nth(1)];
  await read.getByText('1795656605.7', { exact: true }).waitFor();
  await read.getByText('13800138000', { exact: true }).waitFor();
  await read.getByText(w('tester.all_there')).waitFor();
  await unfit.getByText(word('en', 'codes:source_remark.name_does_not_fit')).waitFor();
  await page.getByRole('button', { name: w('connect.next') }).click();

  await page.getByText(w('connect.waiting')).waitFor();
  await page.getByRole('button', { name: w('connect.make_token') }).click();
  const token = await page.locator('code').first().innerText();
  expect(token).toMatch(/^earmark_[0-9a-f]{64}/);
  expect(await send(token.trim())).toBe(201);
  await page.getByText(w('connect.arrived')).waitFor();

  await page.goto('/sources');
  await page.getByRole('link', { name: 'pbx-shanghai' }).click();
  await page.getByRole('tab', { name: w('view.tokens') }).click();
  await page.getByText(w('connect.token_name'), { exact: true }).waitFor();
  expect(await page.getByText(token.trim()).count()).toBe(0);
  expect(trouble).toEqual([]);
  await page.context().close();
});

test('a mistake in the settings is told where it is, and the extension map by its line', async () => {
  const page = await signIn(browser, workplace.url, PEOPLE.administrator);
  await page.goto('/sources');
  await page.getByRole('link', { name: 'pbx-shanghai' }).click();
  await page.getByRole('tab', { name: w('view.settings') }).click();
  await choose(page, w('field.naming'), w('pattern.custom'));
  await page.getByLabel(w('field.expression')).fill('(?<date>');
  await page.getByRole('button', { name: word('en', 'shell:action.save') }).click();
  await page.getByText(word('en', 'codes:source_problem.bad_pattern')).first().waitFor();

  await page.getByRole('tab', { name: w('view.extensions') }).click();
  await page.getByLabel(w('extensions.table')).fill('3201,A1007\n3201,A1008,2026-07-01');
  await page.getByRole('button', { name: w('extensions.put') }).click();
  await page.getByText(word('en', 'codes:source_problem.overlap')).waitFor();
  await page.getByLabel(w('extensions.table')).fill('3201,A1007,,2026-06-30\n3201,A1008,2026-07-01');
  await page.getByRole('button', { name: w('extensions.put') }).click();
  await page.getByRole('cell', { name: 'A1008' }).waitFor();
  await page.context().close();
});

test('a manager sees sources and changes nothing', async () => {
  const page = await signIn(browser, workplace.url, PEOPLE.manager);
  await page.goto('/sources');
  await page.getByRole('link', { name: 'pbx-shanghai' }).click();
  await page.getByRole('tab', { name: w('view.settings') }).click();
  expect(await page.getByRole('textbox', { name: w('field.name'), exact: true }).isDisabled()).toBe(true);
  expect(await page.getByRole('tab', { name: w('view.tokens') }).count()).toBe(0);
  expect(await page.getByRole('button', { name: word('en', 'shell:action.save') }).count()).toBe(0);
  await page.context().close();
});
