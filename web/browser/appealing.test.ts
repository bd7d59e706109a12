// A fair hearing: an agent appeals two items, the team leader passes the appeal on, the inspector grants
// one and keeps the other, and a QA manager arbitrates it without seeing a name. In both languages.
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from './review_desk';
import { openBrowser, settled, signIn, watchFor } from './visitor';
import { word } from './words';
import { PEOPLE, Workplace } from './workplace';

/** Released evaluations go out after this long. */
const GOES_OUT_MS = 11_000;

const CASES = [
  { language: 'zh-CN', recording: '01-lost-card' },
  { language: 'en', recording: '03-late-parcel' },
] as const;

/** The items that are appealed, by their keys on the shipped card. */
const GREETING = { en: 'Greets with company and ID', 'zh-CN': '标准开头语' };
const RECAP = { en: 'Confirms what was agreed', 'zh-CN': '结束前确认' };
const FULL = { en: 'Full', 'zh-CN': '做到' };

let workplace: Workplace;
let browser: Browser;
const calls = new Map<string, string>();

beforeAll(async () => {
  workplace = await Workplace.open();
  browser = await openBrowser();
  for (const { recording } of CASES) {
    const call = await workplace.receive(recording, '6021');
    await workplace.prepared(call);
    calls.set(recording, call);
  }
  const inspector = await signIn(browser, workplace.url, PEOPLE.inspector);
  for (const call of calls.values()) await inspector.evaluate(scorePartly, call);
  await inspector.context().close();
  await new Promise((resolve) => setTimeout(resolve, GOES_OUT_MS));
});

afterAll(async () => {
  await browser.close();
  await workplace.close();
});

describe.each(CASES)('in $language', ({ language, recording }) => {
  const say = (key: string, values = {}) => word(language, key, values);
  const because = language === 'en' ? 'I said it at the start' : '开头已经报过';

  test('the agent sees what it would come to, and appeals', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.agent, { language });
    const trouble = watchFor(page);
    await page.goto(`/feedback/${await evaluationOf(page, calls.get(recording) ?? '')}`);
    await page.getByRole('button', { name: say('feedback:answer.appeal'), exact: true }).click();
    for (const item of [GREETING[language], RECAP[language]]) {
      await choose(page, say('appeals:form.choose'), item);
      const fields = page.getByRole('group', { name: item, exact: true });
      await fields.getByLabel(say('appeals:form.reason')).fill(because);
    }
    const greeting = page.getByRole('group', { name: GREETING[language], exact: true });
    await greeting.getByRole('button', { name: say('appeals:form.take') }).click();
    await greeting.getByLabel(say('appeals:form.proposed')).click();
    await page.getByTitle(FULL[language], { exact: true }).last().click();
    await page.getByText(say('appeals:foreseen.total', { before: '95.5', after: '98' })).waitFor();
    await page.getByText(say('appeals:foreseen.how'), { exact: true }).click();
    await page
      .getByText(say('feedback:told.total', { total: '98' }))
      .last()
      .waitFor();
    expect(await serious(page)).toEqual([]);
    // What is written is there again after the page was left.
    await page.getByText(say('appeals:form.saved', { at: '\n' }).split('\n')[0] ?? '').waitFor();
    await page.reload();
    await page.getByRole('button', { name: say('feedback:answer.appeal_go_on'), exact: true }).click();
    await page.getByText(say('appeals:foreseen.total', { before: '95.5', after: '98' })).waitFor();
    expect(await greeting.getByLabel(say('appeals:form.reason')).inputValue()).toBe(because);
    await page.getByRole('button', { name: say('appeals:form.send'), exact: true }).click();
    await page
      .getByText(say('feedback:answer.appealed', { step: say('appeals:state.first_review') }))
      .waitFor();
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  test('the team leader passes it on', async () => {
    const page = await openFirst(PEOPLE.leader, language);
    await page.getByText(because).first().waitFor();
    await page.getByLabel(say('appeals:judge.opinion')).fill('+1');
    expect(await serious(page)).toEqual([]);
    await page.getByRole('button', { name: say('appeals:judge.pass_on'), exact: true }).click();
    await page.getByText(say('appeals:ruling.passed_on')).waitFor();
    await page.context().close();
  });

  test('the inspector grants one item and keeps the other', async () => {
    const page = await openFirst(PEOPLE.inspector, language);
    const decision = page.getByRole('region', { name: say('appeals:judge.title') });
    const greeting = decision.getByRole('group', { name: GREETING[language], exact: true });
    await greeting.getByText(say('appeals:judge.change'), { exact: true }).click();
    await greeting.getByLabel(say('appeals:judge.change_to')).click();
    await page.getByTitle(FULL[language], { exact: true }).last().click();
    await greeting.getByLabel(say('appeals:judge.reason')).fill('ok');
    const recap = decision.getByRole('group', { name: RECAP[language], exact: true });
    await recap.getByLabel(say('appeals:judge.reason')).fill('no');
    await page.getByText(say('appeals:foreseen.total', { before: '95.5', after: '98' })).waitFor();
    expect(await serious(page)).toEqual([]);
    await page.getByRole('button', { name: say('appeals:judge.send_recheck'), exact: true }).click();
    await page.getByText(say('appeals:state.arbitration')).first().waitFor();
    await page.context().close();
  });

  test('whoever may arbitrate finds the evaluation nowhere, and is told how many are withheld', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.manager, { language });
    await page.goto('/results');
    await page.getByText(say('results:withheld.names_hidden', { count: 1 })).waitFor();
    expect(await page.getByRole('table').getByText(say('results:answer.appealed')).count()).toBe(0);
    await settled(page);
    expect(await serious(page)).toEqual([]);
    await page
      .getByRole('link', { name: say('results:withheld.to_appeals'), exact: true })
      .last()
      .click();
    await page.waitForURL(/\/appeals$/);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.context().close();
  });

  test('a QA manager arbitrates without a name, and the score is changed', async () => {
    const page = await openFirst(PEOPLE.manager, language);
    await page.getByText(say('appeals:one.names_hidden')).waitFor();
    const shown = (await page.locator('article').textContent()) ?? '';
    for (const { name } of [PEOPLE.agent, PEOPLE.inspector, PEOPLE.leader]) expect(shown).not.toContain(name);
    const decision = page.getByRole('region', { name: say('appeals:judge.title') });
    const recap = decision.getByRole('group', { name: RECAP[language], exact: true });
    await recap.getByLabel(say('appeals:judge.reason')).fill('kept');
    expect(await serious(page)).toEqual([]);
    await page.getByRole('button', { name: say('appeals:judge.send_arbitration'), exact: true }).click();
    await page.getByText(say('appeals:outcome.overturned')).first().waitFor();
    await page.context().close();
  });

  test('the agent reads what came of it, and the leader what was said before', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.agent, { language });
    const id = await evaluationOf(page, calls.get(recording) ?? '');
    await page.goto(`/feedback/${id}`);
    await page.getByText(say('feedback:answer.decided_overturned')).waitFor();
    await page.getByRole('link', { name: say('feedback:answer.show_appeal') }).click();
    await page.getByText(say('appeals:one.was', { total: '95.5' })).waitFor();
    await page.context().close();

    const leader = await signIn(browser, workplace.url, PEOPLE.leader, { language });
    await leader.goto(`/evaluations/${id}`);
    await leader.getByText(say('results:evaluation.decided_overturned')).waitFor();
    await leader.getByText(say('results:evaluation.revisions')).waitFor();
    await leader.context().close();
  });
});

/** Opens the first appeal that waits for this person. */
async function openFirst(
  person: (typeof PEOPLE)['leader' | 'inspector' | 'manager'],
  language: 'en' | 'zh-CN',
) {
  const page = await signIn(browser, workplace.url, person, { language });
  await page.goto('/appeals');
  await page.locator('a[href^="/appeals/0"]').first().click();
  await page.getByRole('heading', { name: word(language, 'appeals:judge.title') }).waitFor();
  return page;
}

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByLabel(label).last().click();
  // In the list that opens, not in whatever else has this title on the page.
  await page.locator('.ant-select-dropdown:visible').getByTitle(option, { exact: true }).click();
}

async function evaluationOf(page: Page, call: string): Promise<string> {
  return page.evaluate(async (call_id) => {
    const answer = await fetch(`/api/v1/evaluations?view=feedback&call=${call_id}`);
    return ((await answer.json()) as { items: { id: string }[] }).items[0]?.id ?? '';
  }, call);
}

/** Runs in the page: scores a call with greeting and recap done partly, and releases it. */
async function scorePartly(call_id: string): Promise<void> {
  type Question = { key: string; show_when: unknown; options: { key: string }[] };
  type Begun = { id: string; scorecard_version: { definition: { sections: { questions: Question[] }[] } } };
  const send = async (method: string, path: string, body: unknown) => {
    const answer = await fetch(`/api/v1/evaluations${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(await answer.text());
    return (await answer.json()) as unknown;
  };
  const begun = (await send('POST', '', { call_id })) as Begun;
  const questions = begun.scorecard_version.definition.sections.flatMap((section) => section.questions);
  const answers = Object.fromEntries(
    questions
      .filter((question) => question.show_when === null)
      .map(({ key, options }) => [
        key,
        { options: [['greeting', 'recap'].includes(key) ? 'partly' : options[0]?.key] },
      ]),
  );
  await send('PUT', `/${begun.id}/draft`, { edit: 0, answers, notes: [] });
  await send('POST', `/${begun.id}/release`, { edit: 1 });
}

/** What axe-core calls serious or critical, once no list of choices is on its way out any more. */
async function serious(page: Page): Promise<string[]> {
  await until(
    async () => (await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)').count()) === 0,
    'the list of choices is gone',
  );
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const runner = (window as unknown as { axe: typeof axe }).axe;
    const { violations } = await runner.run(document, { resultTypes: ['violations'] });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160) ?? ''}`);
  });
}
