// Sale verification by four people: a manager says which calls are sales, an inspector takes the oldest
// and verifies it by keyboard, the outcome is counted, the agent reads it, the inspector puts it right; in both
// languages.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { opened, saved, until } from './review_desk';
import { serious } from './serious';
import { openBrowser, settled, signIn, watchFor } from './visitor';
import { spaced, word } from './words';
import { PEOPLE, Workplace } from './workplace';

const CASES = [
  { language: 'en', recording: '03-late-parcel', detail: 'Two policies, not one' },
  { language: 'zh-CN', recording: '01-lost-card', detail: '保额应为两份' },
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

describe.each(CASES)('in $language', ({ language, recording, detail }) => {
  const say = (key: string, values = {}) => word(language, key, values);
  const disposition = `sold-${recording}`;
  let verification = '';

  test('nothing waits until somebody says which calls are sales', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.manager, { language });
    const trouble = watchFor(page);
    await page.goto('/sales');
    await page.getByText(say('sales:waiting.empty')).waitFor();
    await page.getByText(say('sales:waiting.empty_rules')).click();
    await page.getByLabel(say('sales:rule.disposition')).fill(disposition);
    await page.keyboard.press('Escape');
    await page
      .getByRole('button', { name: new RegExp(say('sales:rule.add').split('').join('\\s?')) })
      .click();
    await page.getByRole('row').filter({ hasText: disposition }).waitFor();
    expect(trouble).toEqual([]);
    await page.context().close();
    const call = await workplace.receive(recording, '6021', { disposition });
    await workplace.prepared(call);
  });

  test('an inspector takes the oldest and says by keyboard what became of it', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.inspector, { language });
    const trouble = watchFor(page);
    await page.goto('/sales');
    await page.getByRole('row').filter({ hasText: disposition }).waitFor();
    await page.getByRole('button', { name: say('sales:waiting.take_next') }).click();
    await page.waitForURL(/\/review\//);
    await opened(page);
    await page.keyboard.press('Space');
    await page.keyboard.press('KeyD');
    await saved(page, language);
    await page.keyboard.press('Control+Enter');
    // Not without an outcome: the keyboard is led to it.
    await page.getByText(say('codes:error.outcome_needed')).waitFor();
    await page.keyboard.press('Digit2');
    await page.getByLabel(say('sales:outcome.detail_of.corrected')).waitFor();
    await until(
      () => page.evaluate(() => document.activeElement?.id === 'sale-outcome-detail'),
      'the detail has the cursor',
    );
    await page.keyboard.type(detail);
    await page.keyboard.press('Control+Enter');
    await saved(page, language);
    await page.keyboard.press('Control+Enter');
    await page.waitForURL((address) => !address.pathname.startsWith('/review'));
    expect(trouble.filter((one) => !one.startsWith('422'))).toEqual([]);
    await page.context().close();
  });

  test('it is listed with its outcome and counted, and the agent reads it', async () => {
    await new Promise((resolve) => setTimeout(resolve, GOES_OUT_MS));
    const page = await signIn(browser, workplace.url, PEOPLE.manager, { language });
    const trouble = watchFor(page);
    await page.goto('/sales?tab=outcomes&outcome=corrected');
    await page.getByRole('row').filter({ hasText: detail }).waitFor();
    await page.goto('/sales?tab=rates');
    await page.getByRole('row').filter({ hasText: PEOPLE.agent.name }).first().waitFor();
    await settled(page);
    expect(trouble).toEqual([]);
    await page.context().close();
    const agent = await signIn(browser, workplace.url, PEOPLE.agent, { language });
    await agent.goto('/feedback');
    await agent.getByText(say('cards:purpose.verification')).first().waitFor();
    await agent.locator('a[href^="/feedback/"]').first().click();
    await agent.getByText(detail).first().waitFor();
    verification = new URL(agent.url()).pathname.split('/').at(-1) ?? '';
    await settled(agent);
    await agent.context().close();
  });

  test('the inspector puts its outcome right by keyboard, and what was found before is read', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.inspector, { language });
    const trouble = watchFor(page);
    await page.goto(`/evaluations/${verification}`);
    await page.getByRole('button', { name: spaced(say('results:revise.button')) }).click();
    const form = page.getByRole('dialog');
    await form.locator('.player').waitFor();
    await form.locator('.sheet-item').first().waitFor();
    await settled(page);
    await page.keyboard.press('KeyV');
    await page.keyboard.press('Digit1');
    const item = say('sales:outcome.title');
    await form.getByRole('button', { name: say('results:revise.put_back_item', { item }) }).waitFor();
    await form.getByLabel(say('results:revise.reason'), { exact: true }).fill(detail);
    expect(await serious(page)).toEqual([]);
    await form.getByRole('button', { name: spaced(say('results:revise.send')) }).click();
    await page.getByRole('heading', { name: say('results:evaluation.revisions') }).waitFor();
    const outcome = (key: string) => say(`sales:outcome.${key}`);
    await page
      .getByText(
        say('results:evaluation.revised_item', {
          item,
          from: `${outcome('corrected')} · ${detail}`,
          to: outcome('confirmed'),
        }),
      )
      .waitFor();
    expect(trouble).toEqual([]);
    await page.context().close();
  });
});
