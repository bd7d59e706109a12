// A whole day: a manager assigns a call, an inspector hears and scores it by keyboard alone, the
// agent reads the feedback and acknowledges it, the team leader finds the result. In both languages.
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serious } from './serious';
import { opened, playsOn, position, saved, until } from './review_desk';
import { openBrowser, signIn, watchFor } from './visitor';
import { spaced, word } from './words';
import { PEOPLE, Workplace } from './workplace';

/** Released evaluations go out after this long; until then they can be taken back. */
const GOES_OUT_MS = 11_000;

const CASES = [
  { language: 'zh-CN', recording: '01-lost-card' },
  { language: 'en', recording: '03-late-parcel' },
] as const;

let workplace: Workplace;
let browser: Browser;

beforeAll(async () => {
  workplace = await Workplace.open();
  browser = await openBrowser();
  for (const { recording } of CASES) {
    const call = await workplace.receive(recording, '6021', { queue: recording, disposition: recording });
    await workplace.prepared(call);
  }
});

afterAll(async () => {
  await browser.close();
  await workplace.close();
});

describe.each(CASES)('in $language', ({ language, recording }) => {
  const say = (key: string, values = {}) => word(language, key, values);
  const reply = language === 'en' ? 'I will let her finish next time.' : '下次我会先等客户说完。';

  /** Out of the list of calls, by the dialog. */
  async function assignTo(page: Page, inspector: string): Promise<void> {
    await page.goto(`/calls?disposition=${recording}`);
    const row = page.getByRole('row').filter({ hasText: recording });
    await row.getByRole('checkbox').check();
    await page.getByRole('button', { name: say('calls:assign.open') }).click();
    await page.getByLabel(say('calls:assign.inspector')).click();
    await page.getByTitle(inspector).last().click();
    await page.getByRole('button', { name: say('calls:assign.assign'), exact: true }).click();
  }

  test('the manager assigns the call from the list', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.manager, { language });
    const trouble = watchFor(page);
    await assignTo(page, PEOPLE.inspector.name);
    await page.getByRole('dialog').getByRole('status').waitFor();
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  test('the manager is told that somebody has it, and hands it to a second inspector all the same', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.manager, { language });
    const trouble = watchFor(page);
    await assignTo(page, PEOPLE.manager.name);
    const told = page.getByRole('dialog').getByRole('status');
    await told.getByText(say('calls:assign.shared', { count: 1 })).waitFor();
    await told.getByText(PEOPLE.inspector.name).waitFor();
    expect(await serious(page)).toEqual([]);
    await told.getByRole('button', { name: say('calls:assign.share', { count: 1 }) }).click();
    await told.getByText(say('calls:assign.done', { count: 1 })).waitFor();
    await told.getByRole('button', { name: spaced(say('shell:action.close')) }).click();
    // Not theirs to score in this test: taken out again.
    await page.evaluate(async () => {
      const queue = (await (await fetch('/api/v1/assignments')).json()) as { items: { id: string }[] };
      await Promise.all(
        queue.items.map(({ id }) => fetch(`/api/v1/assignments/${id}`, { method: 'DELETE' })),
      );
    });
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  test('the inspector takes it, hears it, scores it by keyboard and releases it', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.inspector, { language });
    const trouble = watchFor(page);
    await page.getByRole('button', { name: say('queue:today.score_next') }).waitFor();
    await page.keyboard.press('Enter');
    await opened(page);

    const begun = await position(page);
    await playsOn(page, begun, 2);
    await page.keyboard.press('Space');
    const stopped = await position(page);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(await position(page)).toBe(stopped);

    await page.keyboard.press('Digit2'); // the greeting: partly
    await page.keyboard.press('KeyP');
    await page.keyboard.type(language === 'en' ? 'Apologises and means it' : '语速放慢，安抚到位');
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('KeyW');
    await page.keyboard.type(language === 'en' ? 'Let her finish first' : '开场先报工号');
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('KeyD');
    await saved(page, language);
    await page.locator('.review-footer .tone-good, .review-footer .tone-bad').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.waitForURL((address) => !address.pathname.startsWith('/review'));
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  test('the agent is not shown it before it is out, then reads, hears and acknowledges it', async () => {
    await new Promise((resolve) => setTimeout(resolve, GOES_OUT_MS));
    const page = await signIn(browser, workplace.url, PEOPLE.agent, { language });
    const trouble = watchFor(page);
    await page.goto('/feedback');
    await page.locator('a[href^="/feedback/"]').first().click();
    await page
      .getByText(language === 'en' ? 'Apologises and means it' : '语速放慢，安抚到位')
      .first()
      .waitFor();
    await page
      .getByText(language === 'en' ? 'Let her finish first' : '开场先报工号')
      .first()
      .waitFor();
    await page.getByLabel(say('feedback:answer.reply')).fill(reply);
    await page.getByRole('button', { name: say('feedback:answer.acknowledge'), exact: true }).click();
    await page.getByText(reply).waitFor();
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  test('the team leader finds the result, acknowledged', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.leader, { language });
    await page.goto('/results?answered=acknowledged');
    await until(
      async () => (await page.getByRole('row').filter({ hasText: PEOPLE.agent.name }).count()) > 0,
      'the result is listed',
    );
    await page.context().close();
  });

  test('and finds the call by its score and by what its sound tells, by keyboard', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.leader, { language });
    const trouble = watchFor(page);
    await page.goto(`/calls?disposition=${recording}`);
    const row = page.getByRole('row').filter({ hasText: recording });
    await row.waitFor();
    const known = await page.evaluate(scoreAndSilence, recording);
    const silence = Math.floor(known.silence_ms / 1000);
    await page.getByRole('button', { name: spaced(say('calls:filter.more')) }).press('Enter');
    const write = async (name: string, text: string) => {
      const field = page.getByLabel(say(`calls:field.${name}`), { exact: true });
      await field.fill(text);
      await field.press('Enter');
      await until(async () => {
        const asked = new URL(page.url()).searchParams.has(name);
        return asked === (text !== '') && (await field.evaluate((one) => one === document.activeElement));
      }, `${name} is asked for, and the field keeps the focus`);
    };
    const chip = (name: string, value: string) =>
      page.getByRole('button', { name: say('calls:chip', { field: say(`calls:field.${name}`), value }) });
    await write('score_from', String(known.total));
    await chip('score_from', String(known.total)).waitFor();
    await write('silence_from_ms', String(silence));
    await row.waitFor();
    expect(await serious(page), 'the filter').toEqual([]);
    await write('silence_from_ms', String(silence + 1));
    await page.getByText(say('calls:empty.no_match')).waitFor();
    await write('silence_from_ms', '');
    await row.waitFor();
    await write('score_below', String(known.total));
    await page.getByText(say('calls:empty.no_match')).waitFor();
    await page.keyboard.press('Escape');
    await chip('score_below', String(known.total)).first().press('Enter');
    await row.waitFor();
    expect(trouble).toEqual([]);
    await page.context().close();

    // Whoever reads no results is asked for none; an administrator has no such field.
    const administrator = await signIn(browser, workplace.url, PEOPLE.administrator, { language });
    await administrator.goto(`/calls?disposition=${recording}&score_from=0`);
    await administrator.getByText(say('calls:empty.no_match')).waitFor();
    await administrator.getByRole('button', { name: spaced(say('calls:filter.more')) }).press('Enter');
    await administrator.getByLabel(say('calls:field.silence_from_ms'), { exact: true }).waitFor();
    expect(await administrator.getByLabel(say('calls:field.score_from'), { exact: true }).count()).toBe(0);
    await administrator.context().close();
  });

  test('and takes the list away as a table in the language of the page', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.leader, { language });
    await page.goto('/results?answered=acknowledged');
    await page.getByRole('button', { name: spaced(say('exporting:button')) }).click();
    await page.getByRole('radio', { name: say('exporting:format_of.csv') }).check();
    const coming = page.waitForEvent('download');
    await page.getByRole('link', { name: spaced(say('exporting:download')) }).click();
    const file = await readFile(await (await coming).path(), 'utf8');
    const [headings = '', first = ''] = file.split('\r\n');
    expect(headings.split(',')).toContain(say('exporting:column.agent'));
    expect(first).toContain(PEOPLE.agent.name);
    expect(first).toContain(say('results:answer.acknowledged'));
    await page.context().close();
  });
});

/** Runs in the page: what the call with this disposition came to, and the longest silence in it. */
async function scoreAndSilence(disposition: string): Promise<{ total: number; silence_ms: number }> {
  const list = async <T>(path: string) =>
    ((await (await fetch(`/api/v1${path}`)).json()) as { items: T[] }).items;
  const [call] = await list<{ id: string }>(`/calls?disposition=${disposition}`);
  const id = call?.id ?? '';
  const [scored] = await list<{ total: number }>(`/evaluations?view=results&call=${id}`);
  const [heard] = await list<{ signals: { longest_silence_ms: number } }>(`/calls/${id}/recordings`);
  return { total: scored?.total ?? NaN, silence_ms: heard?.signals.longest_silence_ms ?? NaN };
}
