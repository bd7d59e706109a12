// What goes and what stays: a rule is made, previewed and run; a hold stops it; a customer's request
// waits for a legal hold and then finishes; what was heard is on record.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { playsOn, until } from './review_desk';
import { confirm, type Language, openBrowser, signIn, watchFor } from './visitor';
import { spaced, word } from './words';
import { PEOPLE, Workplace } from './workplace';

let workplace: Workplace;
let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});

afterAll(async () => {
  await browser.close();
});

/** A day on which every call here is long past any rule. */
const LONG_AGO = '2020-01-05T02:00:00Z';

describe.each(['en', 'zh-CN'] as const)('in %s', (language) => {
  let old: string;
  let held: string;

  beforeAll(async () => {
    workplace = await Workplace.open();
    const ago = { started_at: LONG_AGO };
    old = await workplace.receive('03-late-parcel', '6021', { ...ago, customer_number: '02079460018' });
    const number = { customer_number: '+86 138 0013 8000' };
    held = await workplace.receive('05-hotel-refund', '6021', { ...ago, ...number });
    await workplace.prepared(old);
    await workplace.prepared(held);
  });

  afterAll(async () => {
    await workplace.close();
  });

  test('what a manager played of a call is on record', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.manager, { language });
    await page.goto(`/calls/${held}`);
    await page.getByRole('button', { name: word(language, 'player:play', { key: 'Space' }) }).click();
    await playsOn(page, 0, 3);
    await page.getByRole('button', { name: word(language, 'player:pause', { key: 'Space' }) }).click();
    await until(async () => {
      const answer = await page.request.get(`/api/v1/calls/${held}/listening`);
      const { heard_ms } = (await answer.json()) as { heard_ms: number };
      return heard_ms >= 2_000;
    }, 'what was played is on record');
    await page.reload();
    await page.getByText(word(language, 'keeping:heard.place.call')).waitFor();
    const who = page.getByRole('listitem').filter({ hasText: PEOPLE.manager.name });
    await who.first().waitFor();
    await page.context().close();
  });

  test('a manager places a legal hold on a call', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.manager, { language });
    await page.goto(`/calls/${held}`);
    await page.getByRole('button', { name: exactly(language, 'keeping:hold.place') }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: word(language, 'keeping:hold.legal') }).check();
    await dialog.getByLabel(word(language, 'keeping:hold.reason')).fill('A letter of 3 March');
    await dialog.getByRole('button', { name: exactly(language, 'keeping:hold.place') }).click();
    await page.getByRole('listitem').filter({ hasText: 'A letter of 3 March' }).waitFor();
    await page.context().close();
  });

  test('an administrator makes a rule, looks at it and runs it, and the hold is kept', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.administrator, { language });
    const trouble = watchFor(page);
    await page.goto('/retention');
    await page.getByText(word(language, 'keeping:rule.empty')).waitFor();
    await page.getByRole('button', { name: word(language, 'keeping:rule.new') }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(word(language, 'keeping:rule.name')).fill('A year');
    await dialog.getByRole('spinbutton').fill('365');
    await dialog.getByRole('button', { name: word(language, 'keeping:rule.preview') }).click();
    await dialog.getByRole('status').filter({ hasText: 'A letter of 3 March' }).waitFor();
    await dialog.getByRole('button', { name: word(language, 'shell:action.save') }).click();
    await page.getByRole('row').filter({ hasText: 'A year' }).waitFor();

    await page.getByRole('tab', { name: word(language, 'keeping:page.tab.next') }).click();
    await page.getByRole('button', { name: exactly(language, 'keeping:due.remove') }).click();
    await confirm(page, word(language, 'keeping:due.remove'));
    await until(async () => {
      const answer = await page.request.get(`/api/v1/calls/${old}`);
      return answer.status() === 410;
    }, 'the call is gone');
    expect((await page.request.get(`/api/v1/calls/${held}`)).status()).toBe(200);
    await page.goto('/retention?tab=runs');
    await page
      .getByRole('row')
      .filter({ hasText: word(language, 'keeping:run.done') })
      .waitFor();
    expect(trouble).toEqual([]);
    await page.goto(`/calls/${old}`);
    await page.getByText('A year').waitFor();
    await page.context().close();
  });

  test('a request by number waits for the legal hold, and finishes when it is lifted', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.administrator, { language });
    await page.goto('/retention?tab=requests');
    await page.getByRole('button', { name: word(language, 'keeping:request.new') }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(word(language, 'keeping:request.number')).fill('138-0013-8000');
    await dialog.getByLabel(word(language, 'keeping:request.reference')).fill('T-17');
    await dialog.getByRole('button', { name: word(language, 'keeping:request.look') }).click();
    await dialog.getByRole('status').waitFor();
    await dialog.getByRole('button', { name: word(language, 'keeping:request.erase') }).click();
    await confirm(page, word(language, 'keeping:request.erase'));
    const row = page.getByRole('row').filter({ hasText: 'T-17' });
    await row.filter({ hasText: 'A letter of 3 March' }).waitFor();

    await page.goto('/retention?tab=holds');
    await page.getByRole('button', { name: exactly(language, 'keeping:hold.lift') }).click();
    const lifting = page.getByRole('dialog');
    await lifting.getByLabel(word(language, 'keeping:hold.lift_reason')).fill('Settled');
    await lifting.getByRole('button', { name: exactly(language, 'keeping:hold.lift') }).click();
    // A page that is left takes its request with it: the hold is lifted once the list says so.
    await page.getByText(word(language, 'keeping:hold.none'), { exact: true }).waitFor();
    await page.goto('/retention?tab=requests');
    await row.filter({ hasText: word(language, 'keeping:request.done') }).waitFor({ timeout: 30_000 });
    expect((await page.request.get(`/api/v1/calls/${held}`)).status()).toBe(410);
    await page.context().close();
  });
});

function exactly(language: Language, key: Parameters<typeof word>[1]): RegExp {
  return spaced(word(language, key));
}
