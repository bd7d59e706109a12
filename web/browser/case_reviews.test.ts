// A case review: made out of a flag, sent, presented to a room, attended by code; its decision becomes a
// task, which its owner does; whoever missed it is invited to a second series.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serious } from './serious';
import { openBrowser, settled, signIn, watchFor } from './visitor';
import { spaced, word } from './words';
import { PEOPLE, Workplace } from './workplace';

const NOTE = 'How to calm somebody down';
const QUESTION = { en: 'What would you say now?', 'zh-CN': '这时您会怎么说？' };
const HAPPENED = { en: 'She slows down.', 'zh-CN': '她放慢了语速。' };

const REVIEWS = [
  { language: 'en', title: 'This week’s case review', decision: 'Say your ID first' },
  { language: 'zh-CN', title: '本周听评会', decision: '开头先报工号' },
] as const;

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

describe.each(REVIEWS)('in $language', ({ language, title, decision }) => {
  const say = (key: string, values = {}) => word(language, `reviews:${key}`, values);

  test('a case review is prepared out of a flag, and its agenda is sent', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.trainer, { language });
    const trouble = watchFor(page);
    await page.goto('/case-reviews');
    await page.getByRole('button', { name: spaced(say('page.prepare')) }).click();
    await page.getByLabel(say('prepare.name')).fill(title);
    await page.getByRole('combobox', { name: say('prepare.teams') }).click();
    await page.locator('.ant-select-item-option', { hasText: PEOPLE.agent.team }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: say('prepare.add_of', { note: NOTE }) }).click();
    await page.getByLabel(say('prepare.to', { number: 1 })).fill('0:20');
    await page.getByRole('button', { name: say('prepare.points', { count: 0 }) }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: spaced(say('points.add')) }).click();
    await dialog.getByLabel(say('points.at', { number: 1 })).fill('0:05');
    await dialog.getByLabel(say('points.question_en')).fill(QUESTION.en);
    await dialog.getByLabel(say('points.question_zh')).fill(QUESTION['zh-CN']);
    await dialog.getByLabel(say('points.happened_en')).fill(HAPPENED.en);
    await dialog.getByLabel(say('points.happened_zh')).fill(HAPPENED['zh-CN']);
    await settled(page);
    expect(await serious(page), 'the points').toEqual([]);
    await dialog.getByRole('button', { name: spaced(say('points.keep')) }).click();
    await page.getByRole('button', { name: say('prepare.points', { count: 1 }) }).waitFor();
    await settled(page);
    expect(await serious(page), 'the form').toEqual([]);
    await page.getByRole('button', { name: spaced(say('prepare.save')) }).click();
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    await page.getByRole('button', { name: spaced(say('detail.send')) }).click();
    await page.getByText(say('state.sent'), { exact: true }).waitFor();
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  test('it is presented, attended by code, and what is decided is done by its owner', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.trainer, { language });
    await page.goto('/case-reviews');
    await page.getByRole('link', { name: title, exact: true }).click();
    await page.getByRole('button', { name: spaced(say('detail.present')) }).click();
    await page.waitForURL(/present$/);
    // Questions first; the answer is not there until Space is pressed.
    await page.getByText(QUESTION[language]).waitFor();
    await page.locator('.player-position').waitFor();
    expect(await page.getByText(HAPPENED[language]).count()).toBe(0);
    // Whether it went well is part of the answer.
    const kind = page.getByText(new RegExp(`${say('present.strength')}|${say('present.improve')}`));
    expect(await kind.count()).toBe(0);
    // The entry is played, and nothing else of its call, as far as the point that is asked.
    const sounds: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('/audio')) sounds.push(request.url());
    });
    await page.keyboard.press('p');
    await page.getByRole('button', { name: say('present.pause') }).waitFor();
    await page.getByRole('button', { name: say('present.play') }).waitFor();
    expect(await page.locator('.player-position').textContent()).toContain('0:05');
    expect(sounds.filter((address) => !address.includes('/entries/'))).toEqual([]);
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    await page.locator('output', { hasText: '2' }).waitFor();
    await page.keyboard.press('Space');
    await page.getByText(HAPPENED[language]).waitFor();
    await kind.waitFor();
    const size = await page.getByText(NOTE).evaluate((element) => getComputedStyle(element).fontSize);
    expect(size).toBe('32px');
    await settled(page);
    expect(await serious(page), 'the presentation').toEqual([]);
    const code = (await page.locator('header strong').textContent()) ?? '';
    expect(code).toMatch(/^\d{6}$/);

    const agent = await signIn(browser, workplace.url, PEOPLE.agent, { language });
    // The bell names it, and when it is held.
    await agent.locator('.bell-count').click();
    const invitation = agent.locator('.bell .notice a').filter({ hasText: title });
    expect(await invitation.textContent()).toMatch(/\d{4}-\d{2}-\d{2} 15:00/);
    expect(await serious(agent), 'the bell').toEqual([]);
    await agent.goto('/case-reviews');
    await agent.getByRole('link', { name: title, exact: true }).click();
    await agent.getByText(NOTE).waitFor();
    expect(await agent.getByText(QUESTION[language]).count()).toBe(0);
    await agent.getByLabel(say('detail.code')).fill(code === '000000' ? '000001' : '000000');
    await agent.getByRole('button', { name: spaced(say('detail.attend_send')) }).click();
    await agent.getByText(word(language, 'codes:error.wrong_code')).waitFor();
    await agent.getByLabel(say('detail.code')).fill(code);
    await agent.getByRole('button', { name: spaced(say('detail.attend_send')) }).click();
    await agent.getByText(say('detail.attended')).first().waitFor();

    // The room is counted without a press.
    await page.getByText(say('present.there', { count: 1 })).waitFor();
    await page.getByLabel(say('decision.text')).fill(decision);
    await page.getByRole('combobox', { name: say('decision.owner') }).click();
    await page.locator('.ant-select-item-option', { hasText: PEOPLE.agent.name }).click();
    await page.getByRole('button', { name: spaced(say('decision.add')) }).click();
    await page.locator('ol').getByText(decision).waitFor();
    await page.getByRole('button', { name: spaced(say('present.leave')) }).click();
    await page.getByRole('button', { name: spaced(say('detail.close')) }).click();
    await page.getByText(say('state.closed'), { exact: true }).waitFor();

    // It is found among the closed ones, by what was decided.
    await page.goto('/case-reviews');
    const find = page.getByLabel(say('filter.find'));
    await find.fill('nobody said this');
    await find.press('Enter');
    await page.getByText(say('filter.none')).waitFor();
    await find.fill(decision);
    await find.press('Enter');
    await page.getByRole('combobox', { name: say('column.state') }).click();
    await page
      .locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: say('state.closed') })
      .click();
    await page.waitForURL(/state=closed/);
    await expect.poll(() => page.locator('tbody tr.ant-table-row').count()).toBe(1);
    await settled(page);
    expect(await serious(page), 'the closed ones').toEqual([]);
    await page.getByRole('link', { name: title, exact: true }).click();
    await page.getByRole('heading', { level: 1, name: title }).waitFor();

    // The leader of the team was not there.
    await page.getByRole('button', { name: spaced(say('detail.again')) }).click();
    await settled(page);
    expect(await serious(page), 'when the second series is').toEqual([]);
    await page
      .getByRole('dialog')
      .getByRole('button', { name: spaced(say('prepare.save')) })
      .click();
    await page.getByText(say('detail.again_made')).waitFor();
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    await page.getByText(say('state.planned'), { exact: true }).waitFor();
    await page.getByText(NOTE).waitFor();
    await page.getByRole('button', { name: spaced(say('detail.send')) }).click();
    await page.getByText(say('state.sent'), { exact: true }).waitFor();
    await page.context().close();
    const leader = await signIn(browser, workplace.url, PEOPLE.leader, { language });
    await leader.goto('/case-reviews');
    await leader.getByRole('link', { name: title, exact: true }).nth(1).waitFor();
    await leader.context().close();

    await agent.goto('/home');
    await agent.getByRole('button', { name: say('tasks.done_of', { text: decision }) }).click();
    await agent.getByText(say('tasks.said')).waitFor();
    await agent
      .getByRole('button', { name: say('tasks.done_of', { text: decision }) })
      .waitFor({ state: 'detached' });
    await agent.context().close();
  });
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
