// What agent and inspector have to say to each other: a call that failed is heard first and marked, a note
// is replied to, the feedback rated, another listener asked for; a release waits for the team leader's
// talk; and days off and days away give time.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serious } from './serious';
import { openBrowser, settled, signIn, watchFor } from './visitor';
import { spaced, word } from './words';
import { PEOPLE, Workplace } from './workplace';

/** Released evaluations go out after this long. */
const GOES_OUT_MS = 11_000;

describe.each(['en', 'zh-CN'] as const)('in %s', (language) => {
  const say = (key: string, values = {}) => word(language, key, values);
  let workplace: Workplace;
  let browser: Browser;
  let failed: string;
  let talked: string;

  beforeAll(async () => {
    workplace = await Workplace.open();
    browser = await openBrowser();
    const calls = [];
    for (const recording of ['01-lost-card', '03-late-parcel']) {
      const call = await workplace.receive(recording, '6021');
      await workplace.prepared(call);
      calls.push(call);
    }
    const page = await signIn(browser, workplace.url, PEOPLE.inspector, { language });
    failed = await page.evaluate(score, { call: calls[0] ?? '', fails: true, leader: false });
    talked = await page.evaluate(score, { call: calls[1] ?? '', fails: false, leader: true });
    await page.context().close();
    await new Promise((resolve) => setTimeout(resolve, GOES_OUT_MS));
  });

  afterAll(async () => {
    await browser.close();
    await workplace.close();
  });

  test('an agent listens first, is credited, replies, rates, and asks for another listener', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.agent, { language });
    const trouble = watchFor(page);
    await page.goto(`/feedback/${failed}`);
    await page.getByRole('heading', { name: say('feedback:first.title') }).waitFor();
    await page.locator('.player-position').waitFor();
    expect(await page.locator('article').textContent()).not.toContain('先报工号');
    await page.getByRole('button', { name: say('feedback:first.mark') }).click();
    await page.getByRole('list', { name: say('feedback:first.yours') }).waitFor();
    await page.getByRole('button', { name: say('feedback:first.show'), exact: true }).click();
    await page.getByText(say('feedback:first.found', { found: 1, count: 1 })).waitFor();
    await page.getByText('先报工号').first().waitFor();
    // On one timeline: what the inspector pinned, and what the agent marked.
    expect(await page.locator('.player-pin-note, .player-pin-evidence').count()).toBeGreaterThan(0);
    expect(await page.locator('.player-pin-own_mark').count()).toBe(1);

    await page.getByRole('button', { name: `${say('feedback:talk.reply')}: 先报工号` }).click();
    await page.getByLabel(`${say('feedback:talk.words')}: 先报工号`).fill('这周就改');
    await page.getByRole('button', { name: spaced(say('feedback:talk.send')) }).click();
    await page.getByText('这周就改').waitFor();

    await page.getByText(say('feedback:rating.helpful'), { exact: true }).click();
    await page.getByLabel(say('feedback:rating.words')).fill('说得很清楚');
    await page.getByRole('button', { name: spaced(say('feedback:rating.send')) }).click();
    await page.getByText(say('feedback:rating.sent')).waitFor();

    await page.goto('/my-calls');
    await page
      .getByRole('button', { name: say('requests:ask.another') })
      .first()
      .click();
    await page.getByLabel(say('requests:ask.reason')).fill('客户同时在讲话');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: spaced(say('requests:ask.send')) })
      .click();
    await page.getByRole('heading', { name: say('requests:mine.title') }).waitFor();
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  test('the inspector reads the reply, and the rating without a name', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.inspector, { language });
    await page.goto(`/evaluations/${failed}`);
    // The agent has opened it: it is revised from now on, not recalled.
    await page.getByRole('button', { name: spaced(say('results:revise.button')) }).waitFor();
    expect(await page.getByRole('button', { name: spaced(say('results:recall.button')) }).count()).toBe(0);
    await page.getByText('这周就改').waitFor();
    await page.getByText(say('results:first.found', { found: 1, count: 1 })).waitFor();
    await page.goto('/evaluations');
    await page.getByText(say('results:ratings.summary', { helpful: 1, count: 1 })).click();
    await page.getByText('说得很清楚').waitFor();
    await page.context().close();
  });

  test('a QA manager declines with a reason, and the agent reads it', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.manager, { language });
    await page.goto('/requests');
    await page.getByRole('button', { name: say('requests:decide.open') }).click();
    await page.getByLabel(say('requests:decide.answer')).fill('two of us heard it');
    await page.getByRole('button', { name: say('requests:decide.decline'), exact: true }).click();
    await page.getByText(say('requests:none.open')).waitFor();
    await page.context().close();

    const agent = await signIn(browser, workplace.url, PEOPLE.agent, { language });
    await agent.goto('/my-calls');
    await agent.getByText('two of us heard it').waitFor();
    await agent.context().close();
  });

  test('a release through the team leader is out once they have talked', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.leader, { language });
    await page.goto('/results');
    await page.getByText(say('results:talk.waiting', { count: 1 })).waitFor();
    await page.getByRole('link', { name: say('results:talk.open'), exact: true }).click();
    await page.getByLabel(say('results:talk.note')).fill('we listened to it together');
    await page.getByRole('button', { name: say('results:talk.send') }).click();
    await page.getByText(PEOPLE.leader.name).first().waitFor();
    await page.context().close();

    const agent = await signIn(browser, workplace.url, PEOPLE.agent, { language });
    await agent.goto(`/feedback/${talked}`);
    await agent.getByText('we listened to it together').waitFor();
    await agent.context().close();
  });

  test('a leader enters days away, the deadline moves, and the agent reads why', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.leader, { language });
    const trouble = watchFor(page);
    await page.goto('/days-away');
    await page.getByText(say('away:empty')).waitFor();
    await page.getByRole('button', { name: spaced(say('away:enter')) }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox').fill(PEOPLE.agent.name);
    await page.locator('.ant-select-item-option', { hasText: PEOPLE.agent.name }).waitFor();
    await page.keyboard.press('Enter');
    await dialog.getByPlaceholder(say('away:first_day')).click();
    for (const [field, day] of [
      ['first_day', dayFromNow(1)],
      ['last_day', dayFromNow(7)],
    ] as const) {
      await dialog.getByPlaceholder(say(`away:${field}`)).fill(day);
      await page.keyboard.press('Enter');
    }
    const effect = dialog.locator('p[aria-live]');
    await effect.waitFor();
    expect(await effect.textContent()).not.toBe(say('away:effect.none'));
    expect(await serious(page), 'the dialog').toEqual([]);
    await dialog.getByRole('button', { name: spaced(say('away:save')) }).click();
    await page.getByRole('cell', { name: PEOPLE.agent.name, exact: true }).waitFor();
    expect(trouble).toEqual([]);
    await page.context().close();

    const agent = await signIn(browser, workplace.url, PEOPLE.agent, { language });
    await agent.goto(`/feedback/${talked}`);
    // Of seven days that follow each other, five are worked.
    await agent.getByRole('link', { name: say('feedback:answer.days_away', { count: 5 }) }).click();
    await agent.getByRole('cell', { name: dayFromNow(7), exact: true }).waitFor();
    expect(await agent.getByRole('button', { name: spaced(say('away:enter')) }).count()).toBe(0);
    await agent.context().close();
  });

  test('a day off is entered, says what it means, and counts', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.manager, { language });
    await page.goto('/settings');
    const add = page.getByRole('button', { name: say('settings:days.add'), exact: true });
    await add.waitFor();
    const [from, to] = [
      page.locator('.ant-picker-range input').first(),
      page.locator('.ant-picker-range input').last(),
    ];
    await from.click();
    await from.fill('2030-10-01');
    await page.keyboard.press('Enter');
    await to.fill('2030-10-03');
    await page.keyboard.press('Enter');
    await page.getByPlaceholder(say('settings:days.name_hint')).fill('National Day');
    await add.click();
    await page.getByRole('cell', { name: 'National Day' }).first().waitFor();
    expect(await page.getByRole('cell', { name: 'National Day' }).count()).toBe(3);
    await page.getByText(say('settings:effect.same')).waitFor();
    await page.getByRole('button', { name: say('settings:save'), exact: true }).click();
    await page.getByText(say('settings:saved')).waitFor();
    await page.reload();
    await page.getByRole('cell', { name: 'National Day' }).first().waitFor();
    await settled(page);
    await page.context().close();
  });
});

/** So many days after today, in the zone of the workspace. */
function dayFromNow(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

type Scored = { call: string; fails: boolean; leader: boolean };

/** Runs in the page: scores a call and releases it; one that fails has a note at its beginning. */
async function score({ call, fails, leader }: Scored): Promise<string> {
  type Option = { key: string; fatal: unknown };
  type Question = { key: string; show_when: unknown; options: Option[] };
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
  const begun = (await send('POST', '', { call_id: call })) as Begun;
  const questions = begun.scorecard_version.definition.sections.flatMap((section) => section.questions);
  const range = { kind: 'range', start_ms: 0, end_ms: 2_000, channel: null };
  const answers = Object.fromEntries(
    questions
      .filter((question) => question.show_when === null)
      .map(({ key, options }) => {
        // What the record shows is not heard at any second.
        const isLost = fails && key !== 'record';
        const option = isLost ? options.filter(({ fatal }) => fatal === null).at(-1) : options[0];
        const comment = isLost ? '没有做到' : null;
        return [key, { options: [option?.key], comment, evidence: isLost ? [range] : [] }];
      }),
  );
  const note = {
    id: crypto.randomUUID(),
    kind: 'note',
    is_one_change: true,
    text: '先报工号',
    say_instead: null,
    start_ms: 500,
    end_ms: 1_500,
    channel: null,
  };
  await send('PUT', `/${begun.id}/draft`, { edit: 0, answers, notes: fails ? [note] : [] });
  await send('POST', `/${begun.id}/release`, { edit: 1, through_leader: leader });
  return begun.id;
}
