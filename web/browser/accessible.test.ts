// What everybody uses all day can be used by everybody: axe-core finds nothing serious on any page,
// in either language and theme.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { begin, beginSale, beginSitting, beginText, opened } from './review_desk';
import { serious } from './serious';
import { openBrowser, openWindow, settled, signIn } from './visitor';
import { word } from './words';
import { PEOPLE, Workplace } from './workplace';

const PAGES = {
  inspector: [
    '/today',
    '/calls',
    '/evaluations',
    '/sittings',
    '/contacts',
    '/sales',
    '/appeals',
    '/cases',
    '/reference-calls',
    '/case-reviews',
  ],
  agent: ['/home', '/feedback', '/my-calls', '/cases', '/case-reviews', '/days-away'],
  leader: ['/results', '/appeals', '/desk', '/days-away'],
  trainer: [
    '/desk',
    '/cases',
    '/cases?tab=proposals',
    '/cases?tab=drafts',
    '/cases?tab=archive',
    '/cases?tab=mine',
    '/clips',
    '/results',
    '/answers',
    '/reference-calls',
    '/reference-calls?tab=results',
    '/reference-calls?tab=certification',
    '/case-reviews',
    '/case-reviews/prepare',
  ],
  manager: [
    '/calls',
    '/results',
    '/appeals',
    '/sales?tab=outcomes',
    '/sales?tab=rates',
    '/sales?tab=rules',
    '/upload',
    '/projects',
    '/sources',
    '/scorecards',
    '/scorecards?tab=uses',
    '/requests',
    '/settings',
    '/answers',
    '/answers?tab=phrases',
    '/improvements',
    '/desk',
  ],
  administrator: [
    '/people',
    '/people/import',
    '/calls/import',
    '/sources',
    '/sources/connect',
    '/transcription',
    '/retention',
    '/retention?tab=next',
    '/retention?tab=requests',
    '/settings',
  ],
} as const;

/** Each language and each theme once: names do not depend on colours, nor colours on names. */
const LOOKS = [
  { language: 'en', theme: 'light' },
  { language: 'zh-CN', theme: 'dark' },
] as const;

const CHAT = '[10:02] Agent: Your card number, please?\n[10:03] Li: 4111 1111 1111 1111';

let workplace: Workplace;
let browser: Browser;
let call: string;

beforeAll(async () => {
  workplace = await Workplace.open({ transcribes: true });
  browser = await openBrowser();
  call = await workplace.receive('03-late-parcel', '6021');
  await workplace.prepared(call);
});

afterAll(async () => {
  await browser.close();
  await workplace.close();
});

describe.each(LOOKS)('$language $theme', (look) => {
  test('signing in', async () => {
    const context = await openWindow(browser, workplace.url, look);
    const page = await context.newPage();
    await page.goto('/signin');
    await page.locator('input').first().waitFor();
    expect(await serious(page)).toEqual([]);
    await context.close();
  });

  test.each(Object.entries(PAGES))('the pages of the %s', async (role, addresses) => {
    const page = await signIn(browser, workplace.url, PEOPLE[role as keyof typeof PAGES], look);
    for (const address of [...addresses, ...(role === 'administrator' ? [] : [`/calls/${call}`])]) {
      await page.goto(address);
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      await settled(page);
      expect(await serious(page), address).toEqual([]);
    }
    await page.context().close();
  });

  test('the bell, and how a call is flagged', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.inspector, look);
    await page.goto(`/calls/${call}`);
    await page.getByRole('button', { name: word(look.language, 'flags:add'), exact: true }).click();
    await page.getByLabel(word(look.language, 'flags:note')).waitFor();
    expect(await serious(page), 'the form of a flag').toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: word(look.language, 'shell:bell.word') }).click();
    await page.getByText(word(look.language, 'shell:bell.none')).waitFor();
    expect(await serious(page), 'the bell').toEqual([]);
    await page.context().close();
  });

  test('one source', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.administrator, look);
    await page.goto('/sources');
    await page.getByRole('link', { name: 'pbx', exact: true }).click();
    await page.waitForURL(/sources\/[0-9a-f-]{36}/);
    const address = new URL(page.url()).pathname;
    for (const view of [
      'state',
      'settings',
      'folder',
      'extensions',
      'tokens',
      'waiting',
      'failures',
      'refused',
    ]) {
      await page.goto(`${address}?view=${view}`);
      await page.getByRole('tab').first().waitFor();
      await settled(page);
      expect(await serious(page), view).toEqual([]);
    }
    await page.context().close();
  });

  test('the scorecard builder and the versions of a card', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.manager, look);
    await page.goto('/scorecards');
    const row = page.getByRole('row').filter({ hasText: 'inbound-service' });
    await row.getByRole('button').first().click();
    await page.waitForURL(/build$/);
    const items = page.locator('nav li button[aria-keyshortcuts]');
    for (const place of [0, 1]) {
      await items.nth(place).click();
      await settled(page);
      expect(await serious(page), `part ${String(place)}`).toEqual([]);
    }
    await page.goto(page.url().replace('/build', ''));
    await page.getByRole('rowheader').first().waitFor();
    expect(await serious(page), 'versions').toEqual([]);
    await page.context().close();
  });

  test('a text, brought in and scored', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.inspector, look);
    await page.goto('/contacts');
    await page.getByRole('button', { name: word(look.language, 'contacts:list.bring') }).click();
    await page.getByRole('dialog').getByRole('textbox').first().waitFor();
    await settled(page);
    expect(await serious(page), 'the form').toEqual([]);
    const { contact, evaluation } = await page.evaluate(beginText, CHAT);
    await page.goto(`/contacts/${contact}`);
    await page.locator('.text-turn').first().waitFor();
    expect(await serious(page), 'the text').toEqual([]);
    await page.goto(`/review/${evaluation}`);
    await page.locator('.text-turn').first().waitFor();
    await page.locator('.sheet-item').first().waitFor();
    expect(await serious(page), 'its review').toEqual([]);
    await page.context().close();
  });

  test('the review page of a sitting, and of a sale with its outcome', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.inspector, look);
    const sitting = await page.evaluate(beginSitting, '6021');
    await page.goto(`/review/${sitting}`);
    await page.locator('.sheet-item').first().waitFor();
    await page.getByText(word(look.language, 'sittings:reminder.title')).waitFor();
    expect(await serious(page), 'a sitting').toEqual([]);
    const sale = await page.evaluate(beginSale, call);
    await page.goto(`/review/${sale}`);
    await opened(page);
    await page.getByText(word(look.language, 'sales:outcome.rejected')).first().click();
    await settled(page);
    expect(await serious(page), 'a sale').toEqual([]);
    await page.context().close();
  });

  test('the review page', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.inspector, look);
    const draft = await page.evaluate(begin, call);
    await page.goto(`/review/${draft}`);
    await opened(page);
    expect(await serious(page)).toEqual([]);
    await page.context().close();
  });
});
