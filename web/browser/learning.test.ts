// Who learned what: given by the trainer, learned by the agent, seen on the desk and on the agent's own page,
// in both languages; a warning among the entries of a case review is heard in no room before its agent agrees.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serious } from './serious';
import { openBrowser, settled, signIn, watchFor } from './visitor';
import { word } from './words';
import { PEOPLE, Workplace } from './workplace';

const GOOD = '019abc00-0000-7000-8000-000000000001';
const WARNING = '019abc00-0000-7000-8000-000000000002';
const LINE = 'Says when it will be done';

let workplace: Workplace;
let browser: Browser;
let lesson: string;

beforeAll(async () => {
  workplace = await Workplace.open();
  browser = await openBrowser();
  const call = await workplace.receive('01-lost-card', '6021');
  const other = await workplace.receive('05-hotel-refund', '6021');
  await workplace.prepared(call);
  await workplace.prepared(other);
  const trainer = await signIn(browser, workplace.url, PEOPLE.trainer);
  lesson = await shelve(trainer, call, GOOD, LINE);
  await shelve(trainer, other, WARNING, 'Lets the customer wait');
  const { teams } = await ask<{ teams: { id: string }[] }>(trainer, 'GET', '/directory');
  await ask(trainer, 'POST', '/learning-tasks', {
    case_id: lesson,
    team_ids: [teams[0]?.id],
    due_on: '2020-01-31',
    note: 'Before Friday',
  });
  await trainer.context().close();
});

afterAll(async () => {
  await browser.close();
  await workplace.close();
});

describe.each(['en', 'zh-CN'] as const)('in %s', (language) => {
  const say = (key: string, values = {}) => word(language, key, values);

  test('an agent finds what is to be learned, what is done, and what they learned', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.agent, { language });
    const trouble = watchFor(page);
    await page.getByRole('link', { name: say('shell:nav.learning'), exact: true }).click();
    await page.waitForURL(/\/learning$/);
    if (language === 'en') {
      await page.getByText(say('learning:own.overdue', { day: '2020-01-31' })).waitFor();
      const end = { reached: 1, answers: [], pledge: 'I say when', finished: true };
      await ask(page, 'PUT', `/cases/${lesson}/learning`, end);
      await ask(page, 'PUT', `/cases/${lesson}/rating`, { stars: 4 });
      await page.reload();
    }
    await page.getByText(say('learning:page.none.todo')).waitFor();
    await page.getByRole('tab', { name: say('learning:page.done') }).click();
    await page.getByRole('link', { name: LINE }).waitFor();
    await page.getByRole('tab', { name: say('learning:page.learned') }).click();
    await page.getByText('I say when').waitFor();
    await settled(page);
    expect(await serious(page), 'the page of learning').toEqual([]);
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  test('the desk tells who learned what, and keeps its filters in the address', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.trainer, { language });
    const trouble = watchFor(page);
    await page.goto('/desk');
    await page.getByRole('tab', { name: say('learning:desk.tab.learners') }).click();
    const row = page.getByRole('row', { name: PEOPLE.agent.name });
    await row.getByRole('cell', { name: '1', exact: true }).first().waitFor();
    await row.getByRole('button').first().click();
    await page.getByText('I say when').waitFor();
    await settled(page);
    expect(await serious(page), 'who learned what').toEqual([]);
    await page.getByRole('combobox', { name: say('learning:who.state') }).click();
    await page.locator('.ant-select-item-option', { hasText: say('learning:who.is.not_learned') }).click();
    await page.waitForURL(/state=not_learned/);
    await page.getByRole('cell', { name: new RegExp(PEOPLE.agent.name) }).waitFor({ state: 'detached' });
    await page.getByRole('cell', { name: PEOPLE.inspector.name }).waitFor();
    // A number of tasks leads to the tasks of that person.
    await page.goto(`/desk?tab=learners&case_id=${lesson}&state=done`);
    await row.getByRole('link', { name: '1' }).click();
    await page.waitForURL(/state=done/);
    await page.getByRole('link', { name: LINE }).first().waitFor();
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  test('a team leader sees their own people, and not what they promised', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.leader, { language });
    await page.goto('/desk?tab=learners');
    const row = page.getByRole('row', { name: PEOPLE.agent.name });
    await row.getByRole('button').first().click();
    await page.getByText(say('learning:who.pledged'), { exact: true }).waitFor();
    expect(await page.getByText('I say when').count()).toBe(0);
    expect(await page.getByRole('cell', { name: PEOPLE.inspector.name }).count()).toBe(0);
    await page.context().close();
  });

  test('a warning is an entry that no room hears before its agent agrees', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.trainer, { language });
    const trouble = watchFor(page);
    await page.goto('/case-reviews/prepare');
    await page.getByLabel(say('reviews:prepare.name')).fill(`Friday ${language}`);
    for (const line of [LINE, 'Lets the customer wait']) {
      await page.getByRole('combobox', { name: say('reviews:prepare.add_case') }).click();
      await page.locator('.ant-select-item-option', { hasText: line }).click();
    }
    // Of a warning nothing is on the agenda but what its preparer writes there.
    await page.getByLabel(say('reviews:prepare.note', { number: 2 })).fill('Time at the counter');
    await page.getByLabel(say('reviews:prepare.altered_of', { number: 1 })).check();
    await settled(page);
    expect(await serious(page), 'the running order').toEqual([]);
    await page.locator('button[type=submit]').click();
    await page.getByText(say('reviews:prepare.closed')).waitFor();
    await page.getByText(say('reviews:prepare.altered')).first().waitFor();
    await page.goto(`${page.url()}/present`);
    // The commentary's own point, and its sound lower than it was.
    await page.getByText(say('reviews:present.altered')).waitFor();
    await page.getByText(`${LINE}?`).waitFor();
    await page.locator('.player-position').waitFor();
    await settled(page);
    expect(await serious(page), 'an altered entry').toEqual([]);
    await page.keyboard.press('ArrowRight');
    await page.getByText(say('reviews:present.closed')).waitFor();
    expect(await page.locator('.player-position').count()).toBe(0);
    expect(trouble).toEqual([]);
    await page.context().close();
  });
});

/** A case of a whole call, written and on its shelf. */
async function shelve(page: Page, call_id: string, library_id: string, teaching_line: string) {
  const { id } = await ask<{ id: string }>(page, 'POST', '/cases', { library_id, call_id, teaching_line });
  const both = { en: `${teaching_line}?`, 'zh-CN': `${teaching_line}?` };
  await ask(page, 'PUT', `/cases/${id}`, {
    edition: 0,
    library_id,
    teaching_line,
    why: both,
    level: 'newcomer',
    language: 'zh',
    hides_names: true,
    review_on: null,
    items: [],
    answers: [],
    tags: [],
    points: [{ at_ms: 2_000, kind: 'strength', question: both, happened: both }],
    questions: [],
  });
  await ask(page, 'POST', `/cases/${id}/shelve`, {});
  return id;
}

/** Asks the server as whoever is signed in on the page. */
function ask<Answer>(page: Page, method: string, path: string, body?: unknown): Promise<Answer> {
  return page.evaluate(send, { method, path, body: body === undefined ? null : JSON.stringify(body) });
}

/** Runs in the page. */
async function send({ method, path, body }: { method: string; path: string; body: string | null }) {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`/api/v1${path}`, { method, headers, body });
  if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
  return answer.status === 204 ? null : answer.json();
}
