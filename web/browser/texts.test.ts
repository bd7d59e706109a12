// A chat is brought in, read with its card number hidden, scored without a player and by keyboard, released, and
// read by its agent message by message; the inspector revises it, and the agent sees both. In both languages.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { saved, until } from './review_desk';
import { openBrowser, settled, signIn, take, watchFor } from './visitor';
import { spaced, word } from './words';
import { PEOPLE, Workplace } from './workplace';

const CASES = [
  {
    language: 'en',
    chat: (at: string) =>
      `${at} 周敏: Good morning, your card number please?\n${at} Li Wei: 4111 1111 1111 1111\n周敏: Thank you.`,
    words: 'Good morning, your card number please?',
    hidden: '4111',
    remark: 'Never ask for the whole number',
    reason: 'The fee was told wrong',
    item: 'Correct answer',
    fatal: 'Wrong',
  },
  {
    language: 'zh-CN',
    chat: (at: string) => `${at} 客服：您好，请提供卡号\n${at} 李伟：6222 0212 3456 7890 128\n客服：谢谢`,
    words: '您好，请提供卡号',
    hidden: '6222',
    remark: '不要索要完整卡号',
    reason: '费用说错了',
    item: '答复准确',
    fatal: '错误',
  },
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

/** This second, as a chat writes it; earlier nobody sat at that place. */
const now = () => new Date().toISOString().replace(/\.\d+/, '');

describe.each(CASES)('in $language', ({ language, chat, words, hidden, remark, reason, item, fatal }) => {
  const say = (key: string, values = {}) => word(language, key, values);
  let evaluation = '';

  test('brought in, and scored by keyboard on what was written', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.inspector, { language });
    const trouble = watchFor(page);
    await page.goto('/contacts');
    await page.getByRole('button', { name: spaced(say('contacts:list.bring')) }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel(say('contacts:add.agent'), { exact: true }).click();
    await take(page, '6021');
    await form.getByLabel(say('contacts:add.customer')).fill('13800138000');
    await form.getByLabel(say('contacts:add.text'), { exact: true }).fill(chat(now()));
    await form.getByRole('button', { name: spaced(say('contacts:add.save')) }).click();
    await page.waitForURL(/\/review\//);
    evaluation = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    await page.getByText(words).waitFor();
    await page.locator('.sheet-item').first().waitFor();
    expect(await page.locator('.player-position').count()).toBe(0);
    expect(await page.locator('.text-turns').textContent()).not.toContain(hidden);
    // To the second message; what is pinned there says so.
    await page.keyboard.press('ArrowRight');
    await page.locator('#turn-2[aria-current]').waitFor();
    await page.keyboard.press('KeyN');
    await page.keyboard.type(remark);
    await page.keyboard.press('Control+Enter');
    await page.getByRole('button', { name: say('review:note.go', { at: '2' }) }).waitFor();
    await page.locator('#turn-2 .player-pin-note').waitFor();
    // The first item loses everything, shown by the messages 1 and 2.
    await page.keyboard.press('KeyD');
    await page.locator('.sheet-item').first().click();
    await page.keyboard.press('Digit3');
    await page.keyboard.press('KeyO');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('KeyI');
    await page.locator('#turn-1.text-marked').waitFor();
    await page.keyboard.press('KeyE');
    await page
      .getByText(say('scorecard:kind.turns', { at: '1–2' }))
      .first()
      .waitFor();
    await saved(page, language);
    await page.keyboard.press('Control+Enter');
    await page.waitForURL((there) => !there.pathname.startsWith('/review'));
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  test('the agent reads it with each remark at its message, and acknowledges', async () => {
    await new Promise((resolve) => setTimeout(resolve, GOES_OUT_MS));
    const page = await signIn(browser, workplace.url, PEOPLE.agent, { language });
    const trouble = watchFor(page);
    await page.goto(`/feedback/${evaluation}`);
    await page.getByText(words).first().waitFor();
    await page.getByText(remark).first().waitFor();
    expect(await page.locator('.player-position').count()).toBe(0);
    expect(await page.locator('.text-turns').textContent()).not.toContain(hidden);
    await page
      .getByRole('button', { name: say('contacts:read.go', { at: '2' }) })
      .first()
      .click();
    await page.locator('#turn-2:focus').waitFor();
    await page.getByRole('button', { name: say('feedback:answer.acknowledge'), exact: true }).click();
    await page
      .getByRole('button', { name: say('feedback:answer.acknowledge'), exact: true })
      .waitFor({ state: 'detached' });
    await settled(page);
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  test('the inspector revises it, and the agent reads both and answers anew', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.inspector, { language });
    const trouble = watchFor(page);
    await page.goto(`/evaluations/${evaluation}`);
    await page.getByRole('button', { name: spaced(say('results:revise.button')) }).click();
    const form = page.getByRole('dialog');
    // A fatal option asks for a comment and for evidence; until both are there nothing is sent.
    await form.getByRole('button', { name: item }).click();
    await form.getByRole('button', { name: fatal }).first().click();
    const lacking = (code: string) =>
      form.getByRole('button', {
        name: say('results:revise.missing_item', { item, what: say(`codes:open.${code}`) }),
      });
    await lacking('evidence_required').waitFor();
    await form.getByLabel(say('results:revise.reason'), { exact: true }).fill(reason);
    const send = form.getByRole('button', { name: spaced(say('results:revise.send')) });
    expect(await send.isDisabled()).toBe(true);
    await form.getByLabel(say('scorecard:comment'), { exact: true }).fill(reason);
    await lacking('comment_required').waitFor({ state: 'detached' });
    // The second message, by keyboard.
    await form.locator('#turn-1').click();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('KeyE');
    await form.getByText(say('scorecard:kind.turns', { at: '2' })).waitFor();
    await lacking('evidence_required').waitFor({ state: 'detached' });
    await until(() => send.isEnabled(), 'everything is there');
    await settled(page);
    await send.click();
    await page.getByRole('heading', { name: say('results:evaluation.revisions') }).waitFor();
    await page.getByText(reason).first().waitFor();
    expect(trouble).toEqual([]);
    await page.context().close();

    const agent = await signIn(browser, workplace.url, PEOPLE.agent, { language });
    await agent.goto(`/feedback/${evaluation}`);
    await agent.getByRole('heading', { name: say('results:evaluation.revisions') }).waitFor();
    await agent.getByText(reason).first().waitFor();
    const acknowledge = agent.getByRole('button', { name: say('feedback:answer.acknowledge'), exact: true });
    await until(() => acknowledge.isVisible(), 'the agent may answer anew');
    await settled(agent);
    await agent.context().close();
  });
});
