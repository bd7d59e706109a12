// A table of calls, from somebody's disk to the list of calls, in both languages.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Language, openBrowser, signIn, take, watchFor } from './visitor';
import { word } from './words';
import { PEOPLE, Workplace } from './workplace';

const TABLE = [
  '拨打时间,坐席工号,客户号码,通话时长,备用1',
  '2026/11/21 09:30:00,6021,13800138000,3分20秒,成功',
  'gestern,6021,13700137000,10,成功',
].join('\n');

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

describe.each(['en', 'zh-CN'] satisfies Language[])('in %s', (language) => {
  test('a manager imports calls, says what a column means, and finds them', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.manager, { language });
    const trouble = watchFor(page);
    const words = (key: string, values?: Record<string, string | number>) => word(language, key, values);
    const one = language === 'en' ? 'one' : 'other';
    await page.goto('/calls');
    await page
      .getByRole('button', { name: words('cdr:open') })
      .first()
      .click();
    await page.getByLabel(words('cdr:source')).fill(`dialer ${language}`);
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'calls.csv', mimeType: 'text/csv', buffer: Buffer.from(TABLE) });
    await page.getByText(words(`cdr:left_out_${one}`, { count: 1 })).waitFor();
    await page.getByText(words('cdr:problem.bad_time')).waitFor();

    await page.getByLabel(words('cdr:column_of', { heading: '备用1' })).click();
    await take(page, words('cdr:column.disposition'));
    await page.getByRole('button', { name: words(`cdr:enter_${one}`, { count: 1 }) }).click();
    await page.getByText(words('cdr:ended.done')).waitFor();
    await page.getByRole('button', { name: words('cdr:show_calls') }).click();
    await page.getByText('成功').first().waitFor();
    expect(trouble).toEqual([]);
    await page.context().close();
  });
});
