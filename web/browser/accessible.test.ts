// What everybody uses all day can be used by everybody: axe-core finds nothing serious on any page,
// in either language and theme.
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { begin, opened } from './review_desk';
import { openBrowser, openWindow, signIn } from './visitor';
import { PEOPLE, Workplace } from './workplace';

const PAGES = {
  inspector: ['/today', '/calls', '/evaluations', '/appeals'],
  agent: ['/home', '/feedback', '/my-calls'],
  leader: ['/results', '/appeals'],
  manager: ['/calls', '/results', '/appeals', '/upload', '/projects', '/sources'],
  administrator: [
    '/people',
    '/people/import',
    '/calls/import',
    '/sources',
    '/sources/connect',
    '/retention',
    '/retention?tab=next',
    '/retention?tab=requests',
  ],
} as const;

const LOOKS = (['en', 'zh-CN'] as const).flatMap((language) =>
  (['light', 'dark'] as const).map((theme) => ({ language, theme })),
);

let workplace: Workplace;
let browser: Browser;
let call: string;

beforeAll(async () => {
  workplace = await Workplace.open();
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
      await page.waitForLoadState('networkidle');
      expect(await serious(page), address).toEqual([]);
    }
    await page.context().close();
  });

  test('one source', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.administrator, look);
    await page.goto('/sources');
    await page.getByRole('link', { name: 'pbx', exact: true }).click();
    await page.waitForURL(/sources\/[0-9a-f-]{36}/);
    const address = new URL(page.url()).pathname;
    for (const view of ['state', 'settings', 'extensions', 'tokens', 'failures']) {
      await page.goto(`${address}?view=${view}`);
      await page.getByRole('tab').first().waitFor();
      await page.waitForLoadState('networkidle');
      expect(await serious(page), view).toEqual([]);
    }
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

/** What axe-core calls serious or critical, with the first place where it stands. */
async function serious(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const runner = (window as unknown as { axe: typeof axe }).axe;
    const { violations } = await runner.run(document, { resultTypes: ['violations'] });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160) ?? ''}`);
  });
}
