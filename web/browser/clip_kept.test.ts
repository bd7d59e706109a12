// A clip that a library shows outlives retention by its keep hold, and dies with a customer's request: its page
// and that of its case say then that there is nothing to hear, to the trainer and to whoever learned from it.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, makeClip, statusOf, writeCase } from './asking';
import { playsOn, until } from './review_desk';
import { serious } from './serious';
import { confirm, openBrowser, settled, signIn, watchFor } from './visitor';
import { spaced, word } from './words';
import { PEOPLE, Workplace } from './workplace';

/** A day on which every call here is long past any rule. */
const LONG_AGO = '2020-01-05T02:00:00Z';
const NUMBER = '+86 138 0013 8000';

let workplace: Workplace;
let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});

afterAll(async () => {
  await browser.close();
});

describe.each([
  { language: 'en', title: 'The opening', line: 'Say what happens next.' },
  { language: 'zh-CN', title: '开场白', line: '说清下一步。' },
] as const)('in $language', ({ language, title, line }) => {
  const say = (key: string, values = {}) => word(language, key, values);
  const as = (person: { signIn: string }) => signIn(browser, workplace.url, person, { language });
  let kept: string;
  let neighbour: string;
  let clip: string;
  let one: string;

  beforeAll(async () => {
    workplace = await Workplace.open();
    const ago = { started_at: LONG_AGO };
    kept = await workplace.receive('05-hotel-refund', '6021', { ...ago, customer_number: NUMBER });
    neighbour = await workplace.receive('03-late-parcel', '6021', ago);
    await workplace.prepared(kept);
    await workplace.prepared(neighbour);
  });

  afterAll(async () => {
    await workplace.close();
  });

  test('a trainer makes a case of a clip, and a learner hears it', async () => {
    const trainer = await as(PEOPLE.trainer);
    clip = await makeClip(trainer, kept, title);
    // A clip alone keeps nothing.
    await makeClip(trainer, neighbour, title);
    await trainer.goto(`/clips/${clip}`);
    await trainer.getByRole('button', { name: spaced(say('cases:propose.open')) }).click();
    const dialog = trainer.getByRole('dialog');
    await dialog.getByLabel(say('cases:propose.line')).fill(line);
    await dialog.getByRole('button', { name: spaced(say('cases:propose.send')) }).click();
    await trainer.getByText(say('cases:propose.drafted')).waitFor();
    one = await shelved(trainer, line);
    await trainer.context().close();
    await hears(`/cases/${one}`);
  });

  test('the retention run takes an old neighbour, and the page says why not this one', async () => {
    const page = await as(PEOPLE.administrator);
    const trouble = watchFor(page);
    const definition = { name: 'A year', keep_days: 365 };
    await ask(page, 'POST', '/retention/rules', definition);
    await page.goto('/retention?tab=holds');
    const row = page.getByRole('row').filter({ hasText: say('keeping:hold.by_library') });
    await row.filter({ hasText: say('keeping:hold.keep') }).waitFor();
    await row.filter({ hasText: PEOPLE.trainer.name }).waitFor();
    await page.getByRole('tab', { name: say('keeping:page.tab.next') }).click();
    await page.getByRole('button', { name: spaced(say('keeping:due.remove')) }).click();
    await confirm(page, say('keeping:due.remove'));
    await until(
      async () => (await page.request.get(`/api/v1/calls/${neighbour}`)).status() === 410,
      'the neighbour is gone',
    );
    await page.goto('/retention?tab=runs');
    await page
      .getByRole('row')
      .filter({ hasText: say('keeping:run.done') })
      .waitFor();
    expect((await page.request.get(`/api/v1/calls/${kept}`)).status()).toBe(200);
    expect(trouble).toEqual([]);
    await page.context().close();
    await hears(`/clips/${clip}`);
    await hears(`/cases/${one}`);
  });

  test('a request of the customer takes it, and every page of it says that there is nothing to hear', async () => {
    const page = await as(PEOPLE.administrator);
    await page.goto('/retention?tab=requests');
    await page.getByRole('button', { name: say('keeping:request.new') }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(say('keeping:request.number')).fill('138-0013-8000');
    await dialog.getByLabel(say('keeping:request.reference')).fill('T-18');
    await dialog.getByRole('button', { name: say('keeping:request.look') }).click();
    await dialog.getByRole('status').waitFor();
    await dialog.getByRole('button', { name: say('keeping:request.erase') }).click();
    await confirm(page, say('keeping:request.erase'));
    const row = page.getByRole('row').filter({ hasText: 'T-18' });
    await row.filter({ hasText: say('keeping:request.done') }).waitFor({ timeout: 30_000 });
    expect((await page.request.get(`/api/v1/calls/${kept}`)).status()).toBe(410);
    await page.context().close();

    for (const person of [PEOPLE.trainer, PEOPLE.leader]) {
      const reader = await as(person);
      for (const [address, words] of [
        [`/clips/${clip}`, say('clips:gone')],
        [`/cases/${one}`, say('cases:gone')],
        // Learners have no editor.
        ...(person === PEOPLE.trainer ? [[`/cases/${one}/edit`, say('cases:gone')] as const] : []),
      ] as const) {
        await reader.goto(address);
        await reader.getByText(words).waitFor();
        expect(await reader.locator('.player-position').count(), address).toBe(0);
        await settled(reader);
        expect(await serious(reader), address).toEqual([]);
      }
      for (const sound of [`/clips/${clip}/audio`, `/cases/${one}/audio`]) {
        expect([404, 410], sound).toContain(await reader.evaluate(statusOf, sound));
      }
      await reader.context().close();
    }
  });

  /** The leader, who learns and hears the team's calls, plays what stands at this address. */
  async function hears(address: string): Promise<void> {
    const page = await as(PEOPLE.leader);
    await page.goto(address);
    await page.locator('.player-position').waitFor();
    if (address.startsWith('/cases')) await page.keyboard.press('Space');
    await playsOn(page, 0, 1);
    await page.context().close();
  }
});

/** The draft of this line, written and put onto the shelf. */
async function shelved(page: Page, line: string): Promise<string> {
  const drafts = await ask<{ items: { id: string; teaching_line: string }[] }>(
    page,
    'GET',
    '/cases?state=draft',
  );
  const id = drafts.items.find(({ teaching_line }) => teaching_line === line)?.id ?? '';
  const both = (text: string) => ({ en: text, 'zh-CN': text });
  await writeCase(page, id, {
    why: both('because'),
    points: [{ at_ms: 2_500, kind: 'strength', question: both('What now?'), happened: both('She waits.') }],
  });
  await ask(page, 'POST', `/cases/${id}/shelve`, {});
  return id;
}
