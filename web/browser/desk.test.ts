// What lies beside the call: coverage and its warning, standard answers, a phrase of one's own, moved
// keys, the disposition, attribution, the ticket that follows; in both languages.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { begin, opened, saved, until, writing } from './review_desk';
import { openBrowser, settled, signIn, watchFor } from './visitor';
import { spaced, word } from './words';
import { PEOPLE, Workplace } from './workplace';

const CASES = [
  {
    language: 'en',
    recording: '03-late-parcel',
    other: '02-broadband-fault',
    number: '02079460018',
    comment: 'Old price list.',
  },
  {
    language: 'zh-CN',
    recording: '01-lost-card',
    other: '05-hotel-refund',
    number: '13800138000',
    comment: '价格表未更新。',
  },
] as const;

/** Released evaluations go out after this long. */
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

describe.each(CASES)('in $language', ({ language, recording, other, number, comment }) => {
  const say = (key: string, values = {}) => word(language, key, values);
  const title = `${recording} fees`;
  let call: string;

  beforeAll(async () => {
    call = await workplace.receive(recording, '6021', { disposition: recording, customer_number: number });
    await workplace.receive(other, '6021', { customer_number: number });
    await workplace.prepared(call);
  });

  test('a trainer writes a standard answer and another wording of it', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.trainer, { language });
    const trouble = watchFor(page);
    await page.goto('/answers');
    await page.getByRole('button', { name: spaced(say('answers:list.new')) }).click();
    const dialog = page.getByRole('dialog');
    await choose(page, dialog.getByLabel(say('answers:filter.card')), language === 'en' ? 'Inbound' : '呼入');
    await choose(
      page,
      dialog.getByLabel(say('answers:filter.item')),
      language === 'en' ? 'Correct' : '答复准确',
    );
    await dialog.getByLabel(say('answers:form.title_en')).fill(title);
    await dialog.getByLabel(say('answers:form.text_en')).fill('Nine euros.');
    await dialog.getByRole('button', { name: spaced(say('shell:action.save')) }).click();
    const row = page.getByRole('row').filter({ hasText: title });
    await row.waitFor();
    await row.getByRole('button', { name: spaced(say('answers:list.rewrite')) }).click();
    await dialog.getByLabel(say('answers:form.text_en')).fill('Ten euros.');
    await dialog.getByRole('button', { name: spaced(say('shell:action.save')) }).click();
    await row.getByText('Ten euros.').waitFor();
    await row.getByRole('button', { name: spaced(say('answers:list.versions')) }).click();
    await dialog.getByText('Nine euros.').waitFor();
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  test('an inspector scores with all that lies beside the call', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.inspector, { language });
    const trouble = watchFor(page);
    const draft = await page.evaluate(begin, call);
    await page.goto(`/review/${draft}`);
    await opened(page);

    // The call is heard, and the footer says how much of it.
    const [before = ''] = say('review:footer.coverage', { percent: '\n' }).split('\n');
    const coverage = page.locator('.review-coverage', { hasText: before.trim() });
    await coverage.waitFor();
    await until(async () => !/\b0 %/.test((await coverage.textContent()) ?? '0 %'), 'something is heard');
    await page.locator('.player-heard').first().waitFor();

    await page.getByText(say('review:others.count_one', { count: 1 })).waitFor();

    // The standard answer of the day; earlier scores are closed.
    await page.keyboard.press('Alt+Digit3');
    const standard = page.locator('.answer', { hasText: title });
    await standard.getByText('Ten euros.').waitFor();
    await page.keyboard.press('Alt+Digit4');
    await page.getByText(say('review:history.closed')).waitFor();

    // A key is moved; one that is taken is told.
    await page.keyboard.press('Shift+Slash');
    await page
      .getByRole('button', { name: say('review:keys.move', { does: say('review:keys.note') }) })
      .click();
    await page.keyboard.press('KeyP');
    await page.getByText(say('review:keys.taken', { key: 'P', does: say('review:keys.strength') })).waitFor();
    await page.keyboard.press('KeyJ');
    await page
      .getByRole('button', { name: say('review:keys.put_back', { does: say('review:keys.note') }) })
      .waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.keyboard.press('KeyJ');
    await page.locator('.note textarea').first().waitFor();
    await page.keyboard.press('Escape');

    // A fault near the end of the call, which was not heard: a warning, and no barrier.
    await page.keyboard.press('Space');
    await page
      .locator('.sheet-title', { hasText: language === 'en' ? 'Correct answer' : '答复准确' })
      .click();
    const wrong = language === 'en' ? 'Wrong' : '错误';
    await page.locator('.sheet-option', { hasText: wrong }).click();
    for (let step = 0; step < 8; step += 1) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('KeyE');
    await page.locator('.review-footer .tone-warning').waitFor();

    // The comment is kept as a phrase; it is the system's fault.
    await page.keyboard.press('KeyC');
    await writing(page);
    await page.keyboard.type(comment);
    await page.keyboard.press('Control+Enter');
    await page.getByRole('button', { name: say('scorecard:phrase.keep') }).click();
    await page.locator('.sheet-phrase', { hasText: comment }).waitFor();
    const attribution = page.getByRole('group', { name: say('scorecard:attribution.word'), exact: true });
    // From the agent to the rule, the script, the system.
    for (let press = 0; press < 3; press += 1) await page.keyboard.press('KeyA');
    await attribution
      .locator('[aria-pressed=true]', { hasText: say('scorecard:attribution.system') })
      .waitFor();

    // The disposition is wrong.
    await page.keyboard.press('Shift+KeyY');
    await writing(page);
    await page.keyboard.type('Complaint');
    await page.keyboard.press('Control+Enter');
    await page.getByText(say('review:disposition.is', { name: 'Complaint' })).waitFor();

    await page.keyboard.press('KeyD');
    await saved(page, language);
    await page.keyboard.press('Alt+Digit4');
    await page.getByText(say('review:history.closed')).waitFor({ state: 'hidden' });
    await page.locator('.review-footer .tone-good, .review-footer .tone-bad').first().waitFor();
    await page.keyboard.press('Control+Enter');
    await page.waitForURL((address) => !address.pathname.startsWith('/review'));
    await page.getByText(say('review:finished.unheard_one', { count: 1 })).waitFor();
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  test('the manager finds coverage, disposition and the ticket, and answers it', async () => {
    await new Promise((resolve) => setTimeout(resolve, GOES_OUT_MS));
    const page = await signIn(browser, workplace.url, PEOPLE.manager, { language });
    const trouble = watchFor(page);
    await page.goto('/results?disposition=wrong');
    const row = page.getByRole('row').filter({ hasText: PEOPLE.agent.name }).first();
    await row.locator('.tone-warning', { hasText: '%' }).waitFor();
    await row.locator('a[href^="/evaluations/"]').first().click();
    await page.getByText(say('results:evaluation.disposition_is', { name: 'Complaint' })).waitFor();
    await page.locator('details[open]').getByText('Ten euros.').first().waitFor();
    await page.goto('/improvements');
    const ticket = page
      .getByRole('row')
      .filter({ hasText: say('scorecard:attribution.system') })
      .first();
    await ticket.getByRole('button').first().click();
    await page.getByText(comment).waitFor();
    await page.getByLabel(say('improvements:ticket.reply')).fill('The list is renewed.');
    await page.getByRole('button', { name: spaced(say('shell:action.save')) }).click();
    await page.getByText(say('improvements:ticket.saved')).waitFor();
    await settled(page);
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  test('the inspector is told, and recalls what the agent has not opened', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.inspector, { language });
    const trouble = watchFor(page);
    await page.goto('/improvements');
    await page.getByText('The list is renewed.').first().waitFor();
    await page.goto('/evaluations');
    await page.locator('a[href^="/evaluations/"]').first().click();
    await page.getByRole('button', { name: spaced(say('results:recall.button')) }).click();
    await opened(page);
    expect(trouble).toEqual([]);
    await page.context().close();
  });
});

/** Chooses in a list by what stands there. */
async function choose(page: Page, field: ReturnType<Page['getByLabel']>, text: string): Promise<void> {
  await field.click();
  const offered = page.locator(
    '.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option',
  );
  // Options that have just come may move under the pointer: a press that chose nothing is made again.
  for (let press = 0; press < 5; press += 1) {
    await offered.filter({ hasText: text }).first().click();
    const isClosed = await offered
      .first()
      .waitFor({ state: 'hidden', timeout: 3_000 })
      .then(() => true)
      .catch(() => false);
    if (isClosed) return;
  }
  throw new Error(`${text} could not be chosen`);
}
