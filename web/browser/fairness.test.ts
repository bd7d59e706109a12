// What keeps scoring fair, as people see it: a release at a set time, the rules of a card and the month's limit of
// appeals, the agent chosen where a call was transferred, and a second scorer who sees nothing of the first.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { begin, opened, saved } from './review_desk';
import { type Language, openBrowser, settled, signIn, watchFor } from './visitor';
import { word } from './words';
import { PEOPLE, Workplace } from './workplace';

/** Released evaluations go out after this long. */
const GOES_OUT_MS = 11_000;

/** The card for calls from customers, by its title in either language. */
const CARD = /inbound|呼入/i;

describe.each(['en', 'zh-CN'] as const)('in %s', (language) => {
  const say = (key: string, values = {}) => word(language, key, values);
  let workplace: Workplace;
  let browser: Browser;
  const calls: string[] = [];

  beforeAll(async () => {
    workplace = await Workplace.open();
    browser = await openBrowser();
    for (const recording of ['01-lost-card', '03-late-parcel']) {
      calls.push(await workplace.receive(recording, '6021'));
    }
    calls.push(
      await workplace.receive('03-late-parcel', '6021', {
        native_id: 'transferred',
        agents: [
          { external_id: '6021', channel: 0, start_ms: 0, end_ms: 20_000 },
          { external_id: '6022', name: 'Second Agent', channel: 0, start_ms: 20_000 },
        ],
      }),
    );
    for (const call of calls) await workplace.prepared(call);
  });

  afterAll(async () => {
    await browser.close();
    await workplace.close();
  });

  test('a release goes out at a set time, and can be taken back until then', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.inspector, { language });
    const trouble = watchFor(page);
    const id = await fillAndSave(page, language, calls[0] ?? '');
    await page.getByRole('button', { name: say('review:ways.open') }).click();
    await page.getByRole('menuitem', { name: say('review:ways.at'), exact: true }).click();
    const ahead = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
    const field = page.locator('#release-at');
    await field.click();
    await field.fill(`${ahead} 09:30`);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: say('review:ways.at_send') }).click();
    await page.waitForURL((there) => !there.pathname.startsWith(`/review/${id}`));
    await page.goto(`/evaluations/${id}`);
    await page.getByText(`${ahead} 09:30`).first().waitFor();
    // Its agent knows nothing of it yet.
    const agent = await signIn(browser, workplace.url, PEOPLE.agent, { language });
    await agent.goto('/feedback');
    await agent.getByText(say('feedback:list.none'), { exact: true }).waitFor();
    await agent.context().close();
    await page.getByRole('button', { name: say('results:not_out.take_back') }).click();
    await page.waitForURL(/\/review\//);
    await opened(page);
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  test('a QA manager sets the rules of a card', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.manager, { language });
    await page.goto('/scorecards');
    await page.locator('a[href^="/scorecards/0"]').filter({ hasText: CARD }).first().click();
    await page.getByLabel(say('cards:hearing.limit')).fill('1');
    await page.getByLabel(say('cards:hearing.answer_days')).fill('7');
    const arbitration = page.getByRole('checkbox', { name: say('cards:hearing.has_arbitration') });
    const recheck = page.getByRole('checkbox', { name: say('cards:hearing.has_recheck') });
    // Somebody must be able to change a score.
    await arbitration.uncheck();
    await recheck.uncheck();
    await page.getByText(say('cards:hearing.needs_one')).waitFor();
    await recheck.check();
    await page.getByText(say('cards:hearing.final_recheck')).waitFor();
    await arbitration.check();
    const save = page
      .getByRole('region', { name: say('cards:hearing.title') })
      .getByRole('button', { name: say('cards:hearing.save'), exact: true });
    await save.click();
    await page.getByText(say('cards:hearing.saved')).waitFor();
    await page.reload();
    expect(await page.getByLabel(say('cards:hearing.limit')).inputValue()).toBe('1');
    expect(await page.getByLabel(say('cards:hearing.answer_days')).inputValue()).toBe('7');
    await settled(page);
    await page.context().close();
  });

  test('an agent who has appealed once this month is told so at the next score', async () => {
    const inspector = await signIn(browser, workplace.url, PEOPLE.inspector, { language });
    const ids: string[] = [];
    for (const call of calls.slice(0, 2)) {
      ids.push(await fillAndSave(inspector, language, call));
      await inspector.keyboard.press('Control+Enter');
      await inspector.waitForURL((there) => !there.pathname.startsWith(`/review/${ids.at(-1) ?? ''}`));
    }
    await inspector.context().close();
    await new Promise((resolve) => setTimeout(resolve, GOES_OUT_MS));
    const page = await signIn(browser, workplace.url, PEOPLE.agent, { language });
    await page.goto(`/feedback/${ids[0] ?? ''}`);
    await page.getByRole('button', { name: say('feedback:answer.appeal'), exact: true }).waitFor();
    await page.evaluate(appeal, ids[0] ?? '');
    await page.goto(`/feedback/${ids[1] ?? ''}`);
    await page.getByText(say('appeals:form.left_zero')).waitFor();
    expect(await page.getByRole('button', { name: say('feedback:answer.appeal'), exact: true }).count()).toBe(
      0,
    );
    await settled(page);
    await page.context().close();
  });

  test('where a call was transferred, the agent who is scored is chosen, and chosen anew while it is a draft', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.inspector, { language });
    await page.goto(`/calls/${calls[2] ?? ''}`);
    await page.getByRole('button', { name: say('calls:score.this') }).click();
    await page.getByRole('menuitem', { name: /Second Agent/ }).click();
    await page.waitForURL(/\/review\//);
    await page.getByRole('heading', { level: 1, name: 'Second Agent' }).waitFor();
    await opened(page);
    await page.keyboard.press('Digit1');
    await saved(page, language);
    const draft = page.url();
    await page.context().close();
    // On the review page itself: the answer stays, the player goes to the part.
    const again = await signIn(browser, workplace.url, PEOPLE.inspector, { language });
    await again.goto(draft);
    await opened(again);
    await again.getByText(say('review:strip.part', { place: 2, count: 2 })).click();
    await again.getByRole('menuitem', { name: PEOPLE.agent.name }).click();
    await again.getByText(say('review:strip.part', { place: 1, count: 2 })).waitFor();
    await again.reload();
    await again.getByRole('heading', { level: 1, name: PEOPLE.agent.name }).waitFor();
    expect(await again.locator('.sheet-chips [aria-pressed=true]').count()).toBe(1);
    await again.context().close();
  });

  test('a second scorer sees nothing of the first before their own is out', async () => {
    const call = calls[1] ?? '';
    const page = await signIn(browser, workplace.url, PEOPLE.manager, { language });
    await page.goto(`/calls/${call}`);
    const scored = page.getByRole('link', { name: CARD });
    await scored.first().waitFor();
    const address = await scored.first().getAttribute('href');
    const own = await page.evaluate(begin, call);
    await page.goto(`/calls/${call}`);
    await page.getByText(say('calls:call.not_evaluated')).waitFor();
    await page.goto(address ?? '');
    await page.getByText(say('codes:error.own_score_first')).waitFor();
    await page.goto(`/review/${own}`);
    await opened(page);
    await page.keyboard.press('KeyD');
    await saved(page, language);
    await page.keyboard.press('Control+Enter');
    await page.waitForURL((there) => !there.pathname.startsWith('/review/'));
    // Until it cannot be taken back any more, it is not out.
    await new Promise((resolve) => setTimeout(resolve, GOES_OUT_MS));
    await page.goto(address ?? '');
    await page.getByText(PEOPLE.inspector.name).first().waitFor();
    await settled(page);
    await page.context().close();
  });
});

/** Every item gets its best answer, and it is safe on the server. */
async function fillAndSave(page: Page, language: Language, call: string): Promise<string> {
  const id = await page.evaluate(begin, call);
  await page.goto(`/review/${id}`);
  await opened(page);
  await page.keyboard.press('KeyD');
  await saved(page, language);
  return id;
}

/** Runs in the page: the agent appeals against the first item. */
async function appeal(id: string): Promise<void> {
  const shown = await fetch(`/api/v1/evaluations/${id}`);
  type Shown = { scorecard_version: { definition: { sections: { questions: { key: string }[] }[] } } };
  const evaluation = (await shown.json()) as Shown;
  const question = evaluation.scorecard_version.definition.sections[0]?.questions[0]?.key;
  const answer = await fetch(`/api/v1/evaluations/${id}/appeal`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ revision: 1, items: [{ question, reason: 'I said it' }] }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}
