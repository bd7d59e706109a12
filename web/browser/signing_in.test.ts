// The first minutes of anybody's day: signing in, language, theme, help, and signing out.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, openWindow, signIn, watchFor } from './visitor';
import { word } from './words';
import { PASSWORD, PEOPLE, Workplace } from './workplace';

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

test.each(['en', 'zh-CN'] as const)('everybody lands on a page of their role, in %s', async (language) => {
  for (const person of Object.values(PEOPLE)) {
    const page = await signIn(browser, workplace.url, person, { language });
    const trouble = watchFor(page);
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe(language);
    expect(trouble, person.role).toEqual([]);
    await page.context().close();
  }
});

test('a wrong password is told in words, and the right one goes on where somebody wanted to go', async () => {
  const context = await openWindow(browser, workplace.url);
  const page = await context.newPage();
  await page.goto('/calls?direction=inbound');
  await page.getByLabel(word('en', 'shell:session.sign_in_name')).fill(PEOPLE.manager.signIn);
  await page.getByLabel(word('en', 'shell:session.password')).fill('not this one');
  await page.keyboard.press('Enter');
  await page.getByText(word('en', 'codes:error.wrong_credentials')).waitFor();
  await page.getByLabel(word('en', 'shell:session.password')).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/calls\?direction=inbound/);
  await context.close();
});

test('the language is switched at once and remembered', async () => {
  const page = await signIn(browser, workplace.url, PEOPLE.inspector);
  await page.getByRole('button', { name: word('en', 'shell:switch.other_language') }).click();
  await page.getByRole('link', { name: word('zh-CN', 'shell:nav.calls') }).waitFor();
  expect(await page.evaluate(() => localStorage.getItem('earmark.language'))).toBe('zh-CN');
  await page.context().close();
});

test('Chinese characters are drawn, each as itself', async () => {
  const page = await signIn(browser, workplace.url, PEOPLE.inspector, { language: 'zh-CN' });
  await page.getByRole('heading', { level: 1 }).waitFor();
  const glyphs = await drawn(page, ['质', '检', '录', '音', '\u{10FFFD}']);
  const [missing, ...known] = glyphs.reverse();
  expect(new Set(known).size).toBe(4);
  expect(known).not.toContain(missing);
  await page.context().close();
});

test('help opens on the page with F1 and closes with Escape', async () => {
  const page = await signIn(browser, workplace.url, PEOPLE.manager);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('F1');
  const help = page.getByRole('dialog');
  await help.waitFor();
  await page.keyboard.press('Escape');
  await help.waitFor({ state: 'hidden' });
  await page.context().close();
});

test('who signs out is out, in every tab', async () => {
  const page = await signIn(browser, workplace.url, PEOPLE.inspector);
  const other = await page.context().newPage();
  await other.goto('/calls');
  await page.getByRole('button', { name: PEOPLE.inspector.name }).click();
  await page.getByRole('button', { name: word('en', 'shell:session.sign_out') }).click();
  await page.waitForURL(/\/signin/);
  const answer = await other.request.get('/api/v1/me');
  expect(answer.status()).toBe(401);
  await page.context().close();
});

/** The pixels of each character in the font of the page: two that look the same are boxes. */
async function drawn(page: Page, characters: string[]): Promise<string[]> {
  return page.evaluate((wanted) => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 48;
    const pen = canvas.getContext('2d');
    if (!pen) return [];
    pen.font = `32px ${getComputedStyle(document.body).fontFamily}`;
    return wanted.map((character) => {
      pen.clearRect(0, 0, 48, 48);
      pen.fillText(character, 4, 36);
      return canvas.toDataURL();
    });
  }, characters);
}
