// Learning by scoring: a trainer makes a reference call of a released evaluation; an inspector scores it
// blind on the ordinary page, then sees item by item how far they agree, and why.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { opened, position, saved, until } from './review_desk';
import { serious } from './serious';
import { openBrowser, settled, signIn, watchFor } from './visitor';
import { spaced, word } from './words';
import { PASSWORD, PEOPLE, run, Workplace } from './workplace';

/** Released evaluations go out after this long. */
const GOES_OUT_MS = 11_000;
/** The reason that the trainer writes; the comment of the evaluation is the one before. */
const REASON = { en: 'The ID is missing.', 'zh-CN': '工号没有报。' };

const CALLS = [
  {
    language: 'en',
    recording: '03-late-parcel',
    titles: { en: 'A late parcel', 'zh-CN': '包裹迟到' },
    learner: { name: 'A new inspector', signIn: 'newcomer', role: 'inspector' },
    coach: { name: 'Another trainer', signIn: 'coach', role: 'trainer' },
  },
  {
    language: 'zh-CN',
    recording: '01-lost-card',
    titles: { en: 'A lost card', 'zh-CN': '深夜挂失' },
    learner: { name: '新人小何', signIn: 'xiaohe', role: 'inspector' },
    coach: { name: '李老师', signIn: 'lilaoshi', role: 'trainer' },
  },
] as const;

let workplace: Workplace;
let browser: Browser;
const agreed: string[] = [];

beforeAll(async () => {
  workplace = await Workplace.open();
  browser = await openBrowser();
  const page = await signIn(browser, workplace.url, PEOPLE.inspector);
  for (const { recording, learner, coach } of CALLS) {
    for (const { name, signIn: id, role } of [learner, coach]) {
      const options = ['user', 'add', '--name', name, '--sign-in', id, '--role', role, '--password-stdin'];
      await run(workplace.folder, options, PASSWORD);
    }
    const call = await workplace.receive(recording, '6021');
    await workplace.prepared(call);
    agreed.push(await page.evaluate(score, call));
  }
  await page.context().close();
  await new Promise((resolve) => setTimeout(resolve, GOES_OUT_MS));
});

afterAll(async () => {
  await browser.close();
  await workplace.close();
});

describe.each(CALLS)('in $language', ({ language, titles, learner, coach }) => {
  const title = titles[language];
  const place = CALLS.findIndex((one) => one.language === language);
  const say = (key: string, values = {}) => word(language, `references:${key}`, values);

  test('a trainer makes a reference call on the page of an evaluation, with reasons', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.trainer, { language });
    await page.goto(`/evaluations/${agreed[place] ?? ''}`);
    await page.getByRole('button', { name: spaced(say('form.make')) }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(say('form.title_en')).fill(titles.en);
    await dialog.getByLabel(say('form.title_zh')).fill(titles['zh-CN']);
    await dialog.getByLabel(say('form.why_en')).fill('Hear the first ten seconds.');
    await settled(page);
    expect(await serious(page), 'the form').toEqual([]);
    await dialog.getByRole('button', { name: spaced(say('form.make')) }).click();
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    // The comment of the evaluation is the first reason.
    await page.getByText('没有报工号').waitFor();
    await page.getByRole('button', { name: spaced(say('detail.words')) }).click();
    await page
      .getByRole('dialog')
      .getByLabel(say(language === 'en' ? 'form.reason_en' : 'form.reason_zh', { item: '' }))
      .first()
      .fill(REASON[language]);
    await page
      .getByRole('dialog')
      .getByRole('button', { name: spaced(word(language, 'shell:action.save')) })
      .click();
    await page.getByText(REASON[language]).waitFor();
    // The desk leads to it.
    await page.goto('/desk');
    await page.getByRole('link', { name: title, exact: true }).click();
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    await page.goto('/reference-calls?tab=certification');
    await page.getByText(say('certification.choose')).waitFor();
    await page.getByRole('combobox', { name: say('certification.card') }).click();
    await page.locator('.ant-select-item-option').first().click();
    await page.getByRole('heading', { name: say('certification.rule') }).waitFor();
    await page.getByLabel(say('certification.calls')).fill('1');
    await page.getByLabel(say('certification.agreement')).fill('90');
    await page.getByRole('button', { name: spaced(word(language, 'shell:action.save')) }).click();
    await page.getByText(say('certification.saved')).waitFor();
    await page.context().close();
  });

  test('an inspector scores it blind, and then sees how far they agree', async () => {
    const page = await signIn(browser, workplace.url, learner, { language });
    await page.goto('/reference-calls');
    await page.getByText(say('certification.open', { count: 0, of: 1 })).waitFor();
    const trouble = watchFor(page);
    await page.getByRole('link', { name: title, exact: true }).click();
    await page.getByText(say('detail.blind')).waitFor();
    expect(await page.getByText(REASON[language]).count()).toBe(0);
    await page.getByRole('button', { name: say('action.score_of', { title: title }) }).click();
    await opened(page);
    await page.getByText(word(language, 'review:strip.learning'), { exact: true }).waitFor();
    // Nothing of what others found, and nothing that only counts for calls that count.
    expect(await page.getByRole('tab', { name: word(language, 'review:panel.history') }).count()).toBe(0);
    expect(
      await page.getByRole('button', { name: word(language, 'review:footer.cannot_score') }).count(),
    ).toBe(0);
    const draft = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    await page.evaluate(answerBest, draft);
    await page.reload();
    await opened(page);
    await page.getByRole('button', { name: spaced(word(language, 'review:footer.finish')) }).click();
    await page.waitForURL(/reference-attempts/);
    await page.getByText(say('attempt.waiting')).waitFor();
    await page.getByRole('columnheader', { name: say('attempt.yours') }).waitFor();
    const differs = page.getByRole('row').filter({ hasText: say('attempt.differs') });
    expect(await differs.count()).toBe(1);
    expect(await differs.textContent()).toContain(REASON[language]);
    await settled(page);
    expect(await serious(page), 'the comparison').toEqual([]);
    // Each side plays where it was heard.
    const heardAt = (at: string) =>
      differs.getByRole('button', { name: word(language, 'feedback:hear.play_at', { at }) });
    await heardAt('0:07').click();
    await until(async () => (await position(page)) >= 8, 'it plays from the learner’s second');
    await heardAt('0:00').click();
    await until(async () => (await position(page)) < 5, 'it plays from the agreed second');
    await page.goto('/reference-calls?tab=results');
    await page.getByRole('cell', { name: title }).waitFor();
    // Waiting for the seconds to pass is asked again and again; nothing else fails.
    expect(trouble.filter((one) => !one.includes('/reference-attempts/'))).toEqual([]);
    await page.context().close();

    const trainer = await signIn(browser, workplace.url, PEOPLE.trainer, { language });
    await trainer.goto('/reference-calls?tab=results');
    await trainer.getByRole('cell', { name: learner.name }).waitFor();
    await trainer.context().close();
  });

  test('a trainer who has not read the answers scores it on the same page', async () => {
    const page = await signIn(browser, workplace.url, coach, { language });
    const trouble = watchFor(page);
    await page.goto('/reference-calls');
    const name = word(language, 'references:action.score_of', { title: title });
    await page.getByRole('button', { name }).click();
    await opened(page);
    await page.keyboard.press('Digit1');
    await saved(page, language);
    await settled(page);
    // Nothing on the page is asked for that a trainer may not have.
    expect(trouble).toEqual([]);
    await page.context().close();
  });
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

/** Runs in the page: gives every item its first option, and pins the first to its seventh second. */
async function answerBest(id: string): Promise<void> {
  const known = (await (await fetch(`/api/v1/evaluations/${id}`)).json()) as Begun & { edit: number };
  const questions = known.scorecard_version.definition.sections.flatMap((section) => section.questions);
  const heard = { kind: 'range', start_ms: 7_000, end_ms: 9_000, channel: null };
  const answers = Object.fromEntries(
    questions
      .filter((question) => question.show_when === null)
      .map(({ key, options }, place) => [
        key,
        { options: [options[0]?.key], ...(place === 0 && { evidence: [heard] }) },
      ]),
  );
  const answer = await fetch(`/api/v1/evaluations/${id}/draft`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ edit: known.edit, answers, notes: [] }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}
