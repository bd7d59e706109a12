// A case review: made out of a flag, sent, presented to a room, attended by code; its decision becomes a
// task, which its owner does.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serious } from './serious';
import { openBrowser, settled, signIn, watchFor } from './visitor';
import { word } from './words';
import { PEOPLE, Workplace } from './workplace';

const TITLE = '本周听评会';
const NOTE = 'How to calm somebody down';
const DECISION = '开头先报工号';

let workplace: Workplace;
let browser: Browser;

beforeAll(async () => {
  workplace = await Workplace.open();
  browser = await openBrowser();
  const call = await workplace.receive('01-lost-card', '6021');
  await workplace.prepared(call);
  const page = await signIn(browser, workplace.url, PEOPLE.inspector);
  await page.evaluate(flag, { call, note: NOTE });
  await page.context().close();
});

afterAll(async () => {
  await browser.close();
  await workplace.close();
});

test('a case review is prepared out of a flag, and its agenda is sent', async () => {
  const say = (key: string, values = {}) => word('en', `reviews:${key}`, values);
  const page = await signIn(browser, workplace.url, PEOPLE.trainer);
  const trouble = watchFor(page);
  await page.goto('/case-reviews');
  await page.getByText(say('page.none')).waitFor();
  await page.getByRole('button', { name: say('page.prepare') }).click();
  await page.getByLabel(say('prepare.name')).fill(TITLE);
  await page.getByRole('combobox', { name: say('prepare.teams') }).click();
  await page.locator('.ant-select-item-option', { hasText: PEOPLE.agent.team }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: say('prepare.add_of', { note: NOTE }) }).click();
  await page.getByLabel(say('prepare.to', { number: 1 })).fill('0:20');
  await page.getByRole('button', { name: say('prepare.points', { count: 0 }) }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: say('points.add') }).click();
  await dialog.getByLabel(say('points.at', { number: 1 })).fill('0:05');
  await dialog.getByLabel(say('points.question_en')).fill('What would you say now?');
  await dialog.getByLabel(say('points.question_zh')).fill('这时您会怎么说？');
  await dialog.getByLabel(say('points.happened_en')).fill('She slows down.');
  await dialog.getByLabel(say('points.happened_zh')).fill('她放慢了语速。');
  await settled(page);
  expect(await serious(page), 'the points').toEqual([]);
  await dialog.getByRole('button', { name: say('points.keep') }).click();
  await page.getByRole('button', { name: say('prepare.points', { count: 1 }) }).waitFor();
  await settled(page);
  expect(await serious(page), 'the form').toEqual([]);
  await page.getByRole('button', { name: say('prepare.save'), exact: true }).click();
  await page.getByRole('heading', { level: 1, name: TITLE }).waitFor();
  await page.getByRole('button', { name: say('detail.send'), exact: true }).click();
  await page.getByText(say('state.sent'), { exact: true }).waitFor();
  expect(trouble).toEqual([]);
  await page.context().close();
});

test('it is presented, attended by code, and what is decided is done by its owner', async () => {
  const zh = (key: string, values = {}) => word('zh-CN', `reviews:${key}`, values);
  const page = await signIn(browser, workplace.url, PEOPLE.trainer, { language: 'zh-CN' });
  await page.goto('/case-reviews');
  await page.getByRole('link', { name: TITLE, exact: true }).click();
  await page.getByRole('button', { name: zh('detail.present') }).click();
  await page.waitForURL(/present$/);
  // Questions first; the answer is not there until Space is pressed.
  await page.getByText('这时您会怎么说？').waitFor();
  await page.locator('.player-position').waitFor();
  expect(await page.getByText('她放慢了语速。').count()).toBe(0);
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  await page.locator('output', { hasText: '2' }).waitFor();
  await page.keyboard.press('Space');
  await page.getByText('她放慢了语速。').waitFor();
  const size = await page.getByText(NOTE).evaluate((element) => getComputedStyle(element).fontSize);
  expect(size).toBe('32px');
  await settled(page);
  expect(await serious(page), 'the presentation').toEqual([]);
  const code = (await page.locator('header strong').textContent()) ?? '';
  expect(code).toMatch(/^\d{6}$/);

  const agent = await signIn(browser, workplace.url, PEOPLE.agent);
  const en = (key: string, values = {}) => word('en', `reviews:${key}`, values);
  await agent.goto('/case-reviews');
  await agent.getByRole('link', { name: TITLE, exact: true }).click();
  await agent.getByText(NOTE).waitFor();
  expect(await agent.getByText('What would you say now?').count()).toBe(0);
  await agent.getByLabel(en('detail.code')).fill(code === '000000' ? '000001' : '000000');
  await agent.getByRole('button', { name: en('detail.attend_send') }).click();
  await agent.getByText(word('en', 'codes:error.wrong_code')).waitFor();
  await agent.getByLabel(en('detail.code')).fill(code);
  await agent.getByRole('button', { name: en('detail.attend_send') }).click();
  await agent.getByText(en('detail.attended')).first().waitFor();

  // The room is counted without a press.
  await page.getByText(zh('present.there', { count: 1 })).waitFor();
  await page.getByLabel(zh('decision.text')).fill(DECISION);
  await page.getByRole('combobox', { name: zh('decision.owner') }).click();
  await page.locator('.ant-select-item-option', { hasText: PEOPLE.agent.name }).click();
  await page.getByRole('button', { name: new RegExp(`^${[...zh('decision.add')].join('\\s?')}$`) }).click();
  await page.locator('ol').getByText(DECISION).waitFor();
  await page.getByRole('button', { name: zh('present.leave') }).click();
  await page.getByRole('button', { name: new RegExp(`^${[...zh('detail.close')].join('\\s?')}$`) }).click();
  await page.getByText(zh('state.closed'), { exact: true }).waitFor();
  await page.context().close();

  await agent.goto('/home');
  await agent.getByRole('button', { name: en('tasks.done_of', { text: DECISION }) }).click();
  await agent.getByText(en('tasks.said')).waitFor();
  await agent
    .getByRole('button', { name: en('tasks.done_of', { text: DECISION }) })
    .waitFor({ state: 'detached' });
  await agent.context().close();
});

/** Runs in the page: flags a call as a good case. */
async function flag({ call, note }: { call: string; note: string }): Promise<void> {
  const answer = await fetch(`/api/v1/calls/${call}/flags`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'good_case', note, start_ms: 0, end_ms: 20_000 }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}
