// Learning by scoring: a trainer makes a reference call of a released evaluation; an inspector scores it
// blind on the ordinary page, then sees item by item how far they agree, and why.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { opened, saved } from './review_desk';
import { serious } from './serious';
import { openBrowser, settled, signIn, watchFor } from './visitor';
import { spaced, word } from './words';
import { PASSWORD, PEOPLE, run, Workplace } from './workplace';

/** Released evaluations go out after this long. */
const GOES_OUT_MS = 11_000;
const LEARNER = { name: '新人小何', signIn: 'xiaohe', role: 'inspector' } as const;
const COACH = { name: 'Another trainer', signIn: 'coach', role: 'trainer' } as const;

let workplace: Workplace;
let browser: Browser;
let agreed: string;

beforeAll(async () => {
  workplace = await Workplace.open();
  for (const { name, signIn: id, role } of [LEARNER, COACH]) {
    const options = ['user', 'add', '--name', name, '--sign-in', id, '--role', role, '--password-stdin'];
    await run(workplace.folder, options, PASSWORD);
  }
  browser = await openBrowser();
  const call = await workplace.receive('01-lost-card', '6021');
  await workplace.prepared(call);
  const page = await signIn(browser, workplace.url, PEOPLE.inspector);
  agreed = await page.evaluate(score, call);
  await page.context().close();
  await new Promise((resolve) => setTimeout(resolve, GOES_OUT_MS));
});

afterAll(async () => {
  await browser.close();
  await workplace.close();
});

test('a trainer makes a reference call on the page of an evaluation, with reasons', async () => {
  const page = await signIn(browser, workplace.url, PEOPLE.trainer);
  const say = (key: string, values = {}) => word('en', `references:${key}`, values);
  await page.goto(`/evaluations/${agreed}`);
  await page.getByRole('button', { name: say('form.make'), exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(say('form.title_en')).fill('A lost card');
  await dialog.getByLabel(say('form.title_zh')).fill('深夜挂失');
  await dialog.getByLabel(say('form.why_en')).fill('Hear the first ten seconds.');
  await settled(page);
  expect(await serious(page), 'the form').toEqual([]);
  await dialog.getByRole('button', { name: say('form.make'), exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'A lost card' }).waitFor();
  // The comment of the evaluation is the first reason.
  await page.getByText('没有报工号').waitFor();
  await page.getByRole('button', { name: say('detail.words'), exact: true }).click();
  await page
    .getByRole('dialog')
    .getByLabel(/^Why \(English\)/)
    .first()
    .fill('The ID is missing.');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: word('en', 'shell:action.save') })
    .click();
  await page.getByText('The ID is missing.').waitFor();
  await page.goto('/reference-calls?tab=certification');
  await page.getByRole('combobox', { name: say('certification.card') }).click();
  await page.locator('.ant-select-item-option').first().click();
  await page.getByRole('heading', { name: say('certification.rule') }).waitFor();
  await page.getByLabel(say('certification.calls')).fill('1');
  await page.getByLabel(say('certification.agreement')).fill('90');
  await page.getByRole('button', { name: word('en', 'shell:action.save'), exact: true }).click();
  await page.getByText(say('certification.saved')).waitFor();
  await page.context().close();
});

test('an inspector scores it blind, and then sees how far they agree', async () => {
  const say = (key: string, values = {}) => word('zh-CN', `references:${key}`, values);
  const page = await signIn(browser, workplace.url, LEARNER, { language: 'zh-CN' });
  await page.goto('/reference-calls');
  await page.getByText(say('certification.open', { count: 0, of: 1 })).waitFor();
  const trouble = watchFor(page);
  await page.getByRole('link', { name: '深夜挂失', exact: true }).click();
  await page.getByText(say('detail.blind')).waitFor();
  expect(await page.getByText('The ID is missing.').count()).toBe(0);
  await page.getByRole('button', { name: say('action.score_of', { title: '深夜挂失' }) }).click();
  await opened(page);
  await page.getByText(word('zh-CN', 'review:strip.learning'), { exact: true }).waitFor();
  // Nothing of what others found, and nothing that only counts for calls that count.
  expect(await page.getByRole('tab', { name: word('zh-CN', 'review:panel.history') }).count()).toBe(0);
  expect(await page.getByRole('button', { name: word('zh-CN', 'review:footer.cannot_score') }).count()).toBe(
    0,
  );
  const draft = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  await page.evaluate(answerBest, draft);
  await page.reload();
  await opened(page);
  await page.getByRole('button', { name: spaced(word('zh-CN', 'review:footer.finish')) }).click();
  await page.waitForURL(/reference-attempts/);
  await page.getByText(say('attempt.waiting')).waitFor();
  await page.getByRole('columnheader', { name: say('attempt.yours') }).waitFor();
  const differs = page.getByRole('row').filter({ hasText: say('attempt.differs') });
  expect(await differs.count()).toBe(1);
  expect(await differs.textContent()).toContain('没有报工号');
  await settled(page);
  expect(await serious(page), 'the comparison').toEqual([]);
  await page.goto('/reference-calls?tab=results');
  await page.getByRole('cell', { name: '深夜挂失' }).waitFor();
  // Waiting for the seconds to pass is asked again and again; nothing else fails.
  expect(trouble.filter((one) => !one.includes('/reference-attempts/'))).toEqual([]);
  await page.context().close();

  const trainer = await signIn(browser, workplace.url, PEOPLE.trainer);
  await trainer.goto('/reference-calls?tab=results');
  await trainer.getByRole('cell', { name: LEARNER.name }).waitFor();
  await trainer.context().close();
});

test('a trainer who has not read the answers scores it on the same page', async () => {
  const page = await signIn(browser, workplace.url, COACH);
  const trouble = watchFor(page);
  await page.goto('/reference-calls');
  const name = word('en', 'references:action.score_of', { title: 'A lost card' });
  await page.getByRole('button', { name }).click();
  await opened(page);
  await page.keyboard.press('Digit1');
  await saved(page, 'en');
  await settled(page);
  // Nothing on the page is asked for that a trainer may not have.
  expect(trouble).toEqual([]);
  await page.context().close();
});

type Option = { key: string };
type Question = { key: string; show_when: unknown; options: Option[] };
type Begun = { id: string; scorecard_version: { definition: { sections: { questions: Question[] }[] } } };

/** Runs in the page: scores a call with one deduction and releases it. */
async function score(call_id: string): Promise<string> {
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
  const range = { kind: 'range', start_ms: 0, end_ms: 2_000, channel: null };
  const answers = Object.fromEntries(
    questions
      .filter((question) => question.show_when === null)
      .map(({ key, options }, place) => [
        key,
        place === 0
          ? { options: [options.at(-1)?.key], comment: '没有报工号', evidence: [range] }
          : { options: [options[0]?.key] },
      ]),
  );
  await send('PUT', `/${begun.id}/draft`, { edit: 0, answers, notes: [] });
  await send('POST', `/${begun.id}/release`, { edit: 1 });
  return begun.id;
}

/** Runs in the page: gives every item its first option. */
async function answerBest(id: string): Promise<void> {
  const known = (await (await fetch(`/api/v1/evaluations/${id}`)).json()) as Begun & { edit: number };
  const questions = known.scorecard_version.definition.sections.flatMap((section) => section.questions);
  const answers = Object.fromEntries(
    questions
      .filter((question) => question.show_when === null)
      .map(({ key, options }) => [key, { options: [options[0]?.key] }]),
  );
  const answer = await fetch(`/api/v1/evaluations/${id}/draft`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ edit: known.edit, answers, notes: [] }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}
