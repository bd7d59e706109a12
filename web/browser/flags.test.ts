// Flags by keys and by mouse, on the call page and while scoring, and calls found by them; in both languages.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { begin, opened } from './review_desk';
import { openBrowser, settled, signIn, watchFor } from './visitor';
import { word } from './words';
import { PEOPLE, Workplace } from './workplace';

const CASES = [
  { language: 'en', recording: '03-late-parcel' },
  { language: 'zh-CN', recording: '01-lost-card' },
] as const;

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

describe.each(CASES)('in $language', ({ language, recording }) => {
  const say = (key: string, values = {}) => word(language, key, values);
  const flag = (kind: string) => say(`codes:flag.${kind}`);
  let call: string;

  /** The flags that a page shows, each by its word. */
  async function shown(page: Page): Promise<string[]> {
    const lines = page.getByRole('region', { name: say('flags:title') }).locator('li > .tone');
    return lines.allTextContents();
  }

  async function shows(page: Page, kinds: string[]): Promise<void> {
    await expect.poll(() => shown(page), { timeout: 20_000 }).toEqual(kinds.map(flag));
  }

  /** The key of a good or warning case leads into the field for what it teaches; Esc leads out of it. */
  async function leaveLine(page: Page): Promise<void> {
    await page.locator('textarea:focus').waitFor();
    await page.keyboard.press('Escape');
  }

  beforeAll(async () => {
    call = await workplace.receive(recording, '6021', { disposition: recording });
    await workplace.prepared(call);
  });

  test('on the call page, by keys and by mouse, on the call and on a range', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.trainer, { language });
    const trouble = watchFor(page);
    await page.goto(`/calls/${call}`);
    await page.locator('.player-position').waitFor();
    await settled(page);
    await page.keyboard.press('KeyG');
    await shows(page, ['good_case']);
    await leaveLine(page);
    await page.keyboard.press('KeyG');
    await shows(page, []);
    await page.keyboard.press('KeyG');
    await shows(page, ['good_case']);
    await leaveLine(page);
    // A range: from here to five seconds on.
    await page.keyboard.press('KeyI');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('KeyO');
    await page.keyboard.press('KeyK');
    await shows(page, ['good_case', 'coaching']);
    await page.locator('.player-pin-flag').waitFor();
    await page.getByRole('button', { name: say('flags:add'), exact: true }).click();
    await page.getByLabel(say('flags:note')).fill('G B K T');
    await page.getByRole('button', { name: flag('risk') }).click();
    await shows(page, ['good_case', 'risk', 'coaching']);
    await page.getByText('G B K T').waitFor();
    await page.getByRole('button', { name: say('flags:remove', { kind: flag('coaching') }) }).click();
    await shows(page, ['good_case', 'risk']);
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  test('while scoring, by keys', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.inspector, { language });
    const trouble = watchFor(page);
    const draft = await page.evaluate(begin, call);
    await page.goto(`/review/${draft}`);
    await opened(page);
    // Whoever scores is not told what others flagged.
    await page.getByRole('region', { name: say('flags:title') }).waitFor();
    await shows(page, []);
    await page.keyboard.press('KeyT');
    await shows(page, ['repeat_contact']);
    await page.keyboard.press('KeyB');
    await shows(page, ['repeat_contact', 'warning_case']);
    await leaveLine(page);
    await page.keyboard.press('KeyB');
    await shows(page, ['repeat_contact']);
    // While somebody writes, the keys are letters.
    await page.keyboard.press('KeyN');
    await page.keyboard.type('gbkt');
    await page.keyboard.press('Escape');
    await shows(page, ['repeat_contact']);
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  test('calls are found by their flags', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.manager, { language });
    await page.goto(`/calls?flag=repeat_contact&disposition=${recording}`);
    const row = page.getByRole('row').filter({ hasText: recording });
    await row.getByText(flag('repeat_contact')).waitFor();
    await page
      .getByText(say('calls:chip', { field: say('calls:field.flag'), value: flag('repeat_contact') }))
      .waitFor();
    await page.goto(`/calls?flag=second_listening&disposition=${recording}`);
    await page.getByText(say('calls:empty.no_match')).waitFor();
    await page.context().close();
  });

  test('an agent sees what is good about their call, and no other flag', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.agent, { language });
    await page.goto(`/calls/${call}`);
    await page.locator('.player-position').waitFor();
    await shows(page, ['good_case']);
    expect(await page.getByRole('button', { name: say('flags:add'), exact: true }).count()).toBe(0);
    await page.keyboard.press('KeyB');
    await shows(page, ['good_case']);
    await page.context().close();
  });
});
