// Sitting beside an agent: begun without a call, reminders by one key, released, read by the agent, tied to
// the call that arrives later; in both languages.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { saved } from './review_desk';
import { openBrowser, settled, signIn, take, watchFor } from './visitor';
import { word } from './words';
import { PEOPLE, Workplace } from './workplace';

const CASES = [
  { language: 'en', recording: '03-late-parcel', reminder: 'Ask before you put on hold' },
  { language: 'zh-CN', recording: '01-lost-card', reminder: '先核身再查询' },
] as const;

/** It is out ten seconds after the release. */
const GOES_OUT_MS = 11_000;

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

describe.each(CASES)('in $language', ({ language, recording, reminder }) => {
  const say = (key: string, values = {}) => word(language, key, values);
  let address = '';

  test('begun beside the agent, with a reminder by one key, scored and released', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.inspector, { language });
    const trouble = watchFor(page);
    await page.goto('/sittings');
    await page.getByLabel(say('sittings:begin.agent'), { exact: true }).click();
    await take(page, '6021');
    await page
      .getByRole('button', { name: new RegExp(`^${say('sittings:begin.begin').split('').join('\\s?')}$`) })
      .click();
    await page.waitForURL(/\/review\//);
    await page.locator('.sheet-item').first().waitFor();
    expect(await page.locator('.player-position').count()).toBe(0);
    address = new URL(page.url()).pathname.replace('/review/', '/evaluations/');
    await page.keyboard.press('KeyM');
    await page.getByLabel(say('sittings:reminder.label')).fill(reminder);
    await page.keyboard.press('Control+Enter');
    await page.getByRole('listitem').filter({ hasText: reminder }).waitFor();
    // A note lies at this second of the sitting.
    await page.keyboard.press('KeyN');
    await page.keyboard.type(`${reminder} · N`);
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('KeyD');
    await saved(page, language);
    await page.keyboard.press('Control+Enter');
    await page.waitForURL((there) => !there.pathname.startsWith('/review'));
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  test('the agent reads the reminders and may answer, not appeal', async () => {
    await new Promise((resolve) => setTimeout(resolve, GOES_OUT_MS));
    const page = await signIn(browser, workplace.url, PEOPLE.agent, { language });
    const trouble = watchFor(page);
    await page.goto('/feedback');
    await page.getByText(say('cards:purpose.beside')).first().waitFor();
    await page.locator('a[href^="/feedback/"]').first().click();
    await page.getByText(reminder, { exact: true }).waitFor();
    await page.getByRole('button', { name: say('feedback:answer.acknowledge'), exact: true }).waitFor();
    await settled(page);
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  test('the call arrives, and the sitting is tied to it', async () => {
    const call = await workplace.receive(recording, '6021', {
      started_at: new Date(Date.now() - 30_000).toISOString(),
    });
    await workplace.prepared(call);
    const page = await signIn(browser, workplace.url, PEOPLE.inspector, { language });
    const trouble = watchFor(page);
    await page.goto(address);
    await page.getByText(say('sittings:tie.untied')).waitFor();
    await page.getByRole('button', { name: say('sittings:tie.find') }).click();
    await page
      .getByRole('button', {
        name: new RegExp(say('sittings:tie.tie_this', { at: '' }).trim().split(' ')[0] ?? ''),
      })
      .last()
      .click();
    await page.locator('.player-position').waitFor();
    await page
      .getByRole('button', { name: new RegExp(say('sittings:tie.untie').split('').join('\\s?')) })
      .waitFor();
    await settled(page);
    expect(trouble).toEqual([]);
    await page.context().close();
  });
});
