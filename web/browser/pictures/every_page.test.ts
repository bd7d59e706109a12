// A picture of every page, for people to look at: `make screenshots`. It uses a demonstration
// workspace that is being served already: its address in EARMARK_DEMO_URL, its password in
// EARMARK_DEMO_PASSWORD; the pictures go to EARMARK_PICTURES.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { openBrowser, settled, signIn } from '../visitor';

const URL = process.env.EARMARK_DEMO_URL ?? 'http://127.0.0.1:8080';
const PASSWORD = process.env.EARMARK_DEMO_PASSWORD ?? '';
const PICTURES = process.env.EARMARK_PICTURES ?? 'pictures';

/** Pages without an id in their address, by who sees them. */
const PAGES: Record<string, string[]> = {
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
  agent: ['/home', '/feedback', '/my-calls', '/learning', '/learning?tab=learned', '/cases', '/case-reviews'],
  trainer: [
    '/desk',
    '/desk?tab=learners',
    '/cases',
    '/cases?tab=proposals',
    '/cases?tab=drafts',
    '/cases?tab=archive',
    '/clips',
    '/calls',
    '/results',
    '/answers',
    '/reference-calls',
    '/reference-calls?tab=results',
    '/reference-calls?tab=certification',
    '/case-reviews',
    '/case-reviews/prepare',
  ],
  team_leader: ['/results', '/appeals', '/calls'],
  qa_manager: [
    '/calls',
    '/results',
    '/appeals',
    '/sales?tab=outcomes',
    '/sales?tab=rates',
    '/sales?tab=rules',
    '/upload',
    '/calls/import',
    '/projects',
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
    '/sources',
    '/sources/connect',
    '/calls',
    '/transcription',
    '/retention',
    '/retention?tab=next',
  ],
};

/** Where a click leads to the pages of one call, one evaluation, one feedback. */
const FURTHER: Record<string, { from: string; link: string; name: string }[]> = {
  inspector: [{ from: '/evaluations', link: 'a[href^="/evaluations/"]', name: 'evaluation' }],
  trainer: [
    { from: '/desk', link: 'a[href$="/edit"]', name: 'case-editor' },
    { from: '/reference-calls?tab=results', link: 'a[href^="/reference-attempts/"]', name: 'attempt' },
    { from: '/reference-calls', link: 'a[href^="/reference-calls/0"]', name: 'reference-call' },
    { from: '/case-reviews', link: 'a[href^="/case-reviews/0"]', name: 'case-review' },
  ],
  qa_manager: [{ from: '/scorecards', link: 'a[href^="/scorecards/0"]', name: 'scorecard' }],
  agent: [{ from: '/feedback', link: 'a[href^="/feedback/"]', name: 'one-feedback' }],
  administrator: [{ from: '/sources', link: 'a[href^="/sources/0"]', name: 'source' }],
  team_leader: [{ from: '/results', link: 'a[href^="/evaluations/"]', name: 'result' }],
};

const LOOKS = (['en', 'zh-CN'] as const).flatMap((language) =>
  (['light', 'dark'] as const).flatMap((theme) =>
    ([1440, 1024] as const).map((width) => ({ language, theme, width, height: width === 1440 ? 900 : 768 })),
  ),
);

/** The sign-ins of the demonstration, as `earmark demo` prints them: "role=name,role=name". */
const SIGN_INS = Object.fromEntries(
  (process.env.EARMARK_DEMO_SIGN_INS ?? '').split(',').map((pair) => pair.split('=') as [string, string]),
);

let browser: Browser;

beforeAll(async () => {
  await mkdir(PICTURES, { recursive: true });
  browser = await openBrowser();
});

afterAll(async () => {
  await browser.close();
});

describe.each(LOOKS)('$language $theme $width', (look) => {
  const file = (role: string, name: string) =>
    join(PICTURES, `${role}-${name}-${look.language}-${look.theme}-${String(look.width)}.png`);

  test.each(Object.keys(PAGES))('%s', async (role) => {
    const page = await signIn(browser, URL, { signIn: SIGN_INS[role] ?? '' }, look, PASSWORD);
    for (const address of PAGES[role] ?? []) {
      await page.goto(address);
      await settled(page);
      await page.screenshot({ path: file(role, address.slice(1).replace(/[/?=]/g, '-')) });
    }
    for (const { from, link, name } of FURTHER[role] ?? []) {
      await page.goto(from);
      await page.locator(link).first().click();
      await settled(page);
      await page.screenshot({ path: file(role, name), fullPage: true });
    }
    if (role === 'administrator') {
      const address = new globalThis.URL(page.url()).pathname;
      for (const view of ['waiting', 'refused']) {
        await page.goto(`${address}?view=${view}`);
        await settled(page);
        await page.screenshot({ path: file(role, `source-${view}`) });
      }
    }
    await page.locator('.rail-foot button').first().click();
    await settled(page);
    await page.screenshot({ path: file(role, 'bell') });
    if (role === 'qa_manager') {
      await page.goto('/scorecards');
      await page.getByRole('row').nth(1).getByRole('button').first().click();
      await page.waitForURL(/build$/);
      await page.locator('nav li button[aria-keyshortcuts]').nth(1).click();
      await settled(page);
      await page.screenshot({ path: file(role, 'builder') });
    }
    if (role === 'inspector') {
      await page.goto('/today');
      await page.getByRole('button', { name: '⏎' }).waitFor();
      await page.keyboard.press('Enter');
      await page.locator('.transcript-line').first().waitFor();
      await page.waitForTimeout(1_500);
      await page.keyboard.press('Space');
      await page.screenshot({ path: file(role, 'review') });
    }
    await page.context().close();
  });
});
