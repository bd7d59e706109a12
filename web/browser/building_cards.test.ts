// A scorecard is built and published: items put in order by mouse and by keyboard, problems led to, tried
// in the preview, compared, published; edited again in two windows; told where it is used.
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { begin, opened, saved, until } from './review_desk';
import { type Language, openBrowser, signIn, watchFor } from './visitor';
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

describe.each(['en', 'zh-CN'] as const)('in %s', (language) => {
  beforeAll(async () => {
    workplace = await Workplace.open();
  });

  afterAll(async () => {
    await workplace.close();
  });

  const say = (key: string, values: Record<string, string | number> = {}) =>
    word(language, `cards:${key}`, values);
  const button = (page: Page, name: string) => page.getByRole('button', { name: spaced(name) });

  test('a card is begun blank, built by keyboard and mouse, and published', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.manager, { language });
    const trouble = watchFor(page);
    await page.getByRole('link', { name: word(language, 'shell:nav.scorecards') }).click();
    await button(page, say('list.new')).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: say('new.way.blank') }).check();
    await dialog.getByLabel(`${say('field.card')} · English`).fill('Chat service');
    await dialog.getByLabel(`${say('field.card')} · 中文`).fill('在线客服');
    await button(page, say('new.begin')).click();
    await page.waitForURL(/\/build$/);
    await page.getByRole('heading', { name: language === 'en' ? 'Chat service' : '在线客服' }).waitFor();

    // Two sections; two items in the first.
    const outline = page.getByRole('navigation', { name: say('build.outline') });
    await button(page, say('build.add_section')).click();
    await titled(page, say('field.section'), 'Opening', '开场');
    await button(page, say('build.add_section')).click();
    await titled(page, say('field.section'), 'Closing', '收尾');
    const opening = language === 'en' ? 'Opening' : '开场';
    for (const [english, chinese] of [
      ['Greets', '问候'],
      ['Verifies', '核身'],
    ] as const) {
      await outline.getByRole('button', { name: say('build.add_item', { name: opening }) }).click();
      await titled(page, say('field.item'), english, chinese);
    }

    // An empty section is a problem; its line leads there. A weight of 0 is another one.
    const problems = page.getByRole('region', { name: say('build.problem_list') });
    await page.getByLabel(say('field.weight')).fill('0');
    await problems.getByText(word(language, 'codes:card_problem.weight_not_positive')).waitFor();
    await page.getByLabel(say('field.weight')).fill('3');
    await problems.getByText(word(language, 'codes:card_problem.no_question')).click();
    expect(await named(page, say('field.section'), language)).toBe(language === 'en' ? 'Closing' : '收尾');

    // By keyboard: the second item steps before the first, then out of its section and back.
    const verifies = outline.getByRole('button', {
      name: language === 'en' ? 'Verifies' : '核身',
      exact: true,
    });
    await verifies.focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Alt+ArrowUp');
    await expectOrder(page, say, inOrder(language, ['Opening', 'Verifies', 'Greets', 'Closing']));
    // By mouse: the first item onto the head of the last section.
    const first = language === 'en' ? 'Greets' : '问候';
    const last = language === 'en' ? 'Closing' : '收尾';
    await drag(page, say('build.move', { name: first }), say('build.move', { name: last }));
    await expectOrder(page, say, inOrder(language, ['Opening', 'Verifies', 'Closing', 'Greets']));
    // Lifted with the keyboard: the last section with its item before the first.
    await page.getByRole('button', { name: say('build.move', { name: last }), exact: true }).focus();
    for (const key of ['Space', 'ArrowUp', 'ArrowUp', 'Space']) await pressLifted(page, key);
    await expectOrder(page, say, inOrder(language, ['Closing', 'Greets', 'Opening', 'Verifies']));

    // Nothing is wrong any more: the card is tried, and its score told with how it came about.
    await problems.waitFor({ state: 'detached' });
    await button(page, say('preview.no_faults')).click();
    await page.getByText(say('preview.total', { total: 100 })).waitFor();
    await page.getByText(say('preview.trace')).click();
    await page.getByRole('columnheader', { name: word(language, 'feedback:result.worth') }).waitFor();

    // What was typed is stored without a press.
    await page
      .getByRole('status')
      .filter({ hasText: state(say('save.saved')) })
      .waitFor();
    await page.reload();
    await expectOrder(page, say, inOrder(language, ['Closing', 'Greets', 'Opening', 'Verifies']));

    await button(page, say('build.publish')).first().click();
    await page.getByRole('dialog').getByRole('table').waitFor();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: spaced(say('build.publish')) })
      .click();
    await page.waitForURL(/\/scorecards\/[0-9a-f-]{36}$/);
    await page
      .getByText(say('version.number', { number: 1 }))
      .first()
      .waitFor();
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  test('a second version shows what it changes, and two windows are merged', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.manager, { language });
    await page.goto('/scorecards');
    const row = page.getByRole('row').filter({ hasText: 'chat-service' });
    await row.getByRole('button', { name: spaced(say('list.edit')) }).click();
    await page.waitForURL(/\/build$/);
    const address = page.url();
    const other = await page.context().newPage();
    await other.goto(address);
    await other.getByLabel(say('field.pass')).fill('90');
    await other
      .getByRole('status')
      .filter({ hasText: state(say('save.saved')) })
      .waitFor();
    await other.waitForTimeout(1_500);
    await page.getByLabel(say('field.pass')).fill('70');
    const told = page.getByRole('alert').filter({ has: button(page, say('build.contested_kept')) });
    await told.waitFor();
    expect(await page.getByLabel(say('field.pass')).inputValue()).toBe('70');
    await button(page, say('build.reload')).click();
    await told.waitFor({ state: 'detached' });
    await page.getByLabel(say('field.pass')).fill('90');
    await page
      .getByRole('status')
      .filter({ hasText: state(say('save.saved')) })
      .waitFor();
    await page.waitForTimeout(1_500);

    await button(page, say('build.publish')).first().click();
    const change = page
      .getByRole('dialog')
      .getByRole('row')
      .filter({ hasText: say('difference.field.pass') });
    await change.getByText('90').waitFor();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: spaced(say('build.publish')) })
      .click();
    await page.getByText(say('version.differences')).waitFor();
    await page
      .getByText(say('version.number', { number: 2 }))
      .first()
      .waitFor();
    await page.context().close();
  });

  test('items come out of a spreadsheet, are looked at, and the draft is tried on the past', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.manager, { language });
    await page.goto('/scorecards');
    await page
      .getByRole('row')
      .filter({ hasText: 'chat-service' })
      .getByRole('button', { name: spaced(say('list.edit')) })
      .click();
    await page.waitForURL(/\/build$/);
    await button(page, say('build.paste')).click();
    const dialog = page.getByRole('dialog');
    const rows = '评分大项\t评分项\t英文\t分值\t选项1\t选项2\n服务\t语气\tTone\t5\t亲切 10\t辱骂 0 致命\n';
    await dialog.getByLabel(say('paste.table')).fill(rows);
    await dialog.getByRole('button', { name: spaced(say('paste.read')) }).click();
    await dialog
      .getByRole('listitem')
      .filter({ hasText: language === 'en' ? 'Tone' : '语气' })
      .waitFor();
    await dialog.locator('.ant-modal-footer button').last().click();
    await page
      .getByRole('navigation')
      .getByText(language === 'en' ? 'Tone' : '语气')
      .waitFor();
    await page.getByRole('tab', { name: say('build.back_test') }).click();
    await button(page, say('back_test.start')).click();
    await page.getByText(say('back_test.nothing')).waitFor();
    await page.context().close();
  });

  test('a card leaves as YAML and comes back with nothing lost; an N/A that swings the score is told', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.manager, { language });
    await page.goto('/scorecards');
    const row = page.getByRole('row').filter({ hasText: 'chat-service' });
    await row.getByRole('button', { name: spaced(say('list.go_on')) }).click();
    await page.waitForURL(/\/build$/);
    const [path, text] = await yamlOf(page, say('build.yaml'));

    await page.goto('/scorecards');
    await button(page, say('list.new')).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: say('new.way.file') }).check();
    await dialog.getByLabel(say('new.choose_file')).setInputFiles(path);
    await button(page, say('new.begin')).click();
    await page.waitForURL(/\/build$/);
    const [, again] = await yamlOf(page, say('build.yaml'));
    expect(again).toBe(text.replace(/^key: .*$/m, 'key: chat-service-2'));

    // Changed elsewhere it comes back into the same card, and what is no card changes nothing.
    const changed = again.replace(/^pass: .*$/m, 'pass: 91');
    expect(changed).not.toBe(again);
    await button(page, say('build.read_file')).click();
    const reading = page.getByRole('dialog');
    await reading.getByLabel(say('new.yaml')).fill('no: [card');
    await reading.getByRole('button', { name: spaced(say('paste.read')) }).click();
    await reading.getByRole('alert').waitFor();
    await reading
      .getByLabel(say('new.choose_file'))
      .setInputFiles({ name: 'card.yaml', mimeType: 'text/yaml', buffer: Buffer.from(changed) });
    await reading.getByRole('button', { name: spaced(say('paste.read')) }).click();
    await reading.getByRole('button', { name: /\d/ }).click();
    await reading.waitFor({ state: 'detached' });
    await page.getByText(new RegExp(`· ${say('save.saved')}$`)).waitFor();
    const [, taken] = await yamlOf(page, say('build.yaml'));
    expect(taken).toBe(changed);

    // In a section of its own two items share the weight: without the one the other is worth both.
    const outline = page.getByRole('navigation', { name: say('build.outline') });
    await outline
      .getByRole('button', { name: say('build.add_item', { name: language === 'en' ? 'Opening' : '开场' }) })
      .click();
    await titled(page, say('field.item'), 'Listens', '倾听');
    await page.getByLabel(say('field.not_applicable')).click();
    await page.getByTitle(say('not_applicable.excluded'), { exact: true }).click();
    await page.getByRole('alert').getByText(say('swing.title')).waitFor();
    await page
      .getByText(language === 'en' ? /^Listens N\/A: Verifies is worth/ : /倾听.*核身/)
      .first()
      .waitFor();
    await page.context().close();
  });

  test('the past is tried on a draft: average, pass rate, and each agent', async () => {
    const inspector = await signIn(browser, workplace.url, PEOPLE.inspector, { language });
    const call = await workplace.receive('01-lost-card', '6021');
    await workplace.prepared(call);
    const id = await inspector.evaluate(begin, call);
    await inspector.goto(`/review/${id}`);
    await opened(inspector);
    await inspector.keyboard.press('KeyD');
    await saved(inspector, language);
    await inspector.keyboard.press('Control+Enter');
    await inspector.waitForURL((there) => !there.pathname.startsWith(`/review/${id}`));
    await inspector.context().close();

    const page = await signIn(browser, workplace.url, PEOPLE.manager, { language });
    await page.goto('/scorecards');
    const row = page.getByRole('row').filter({ hasText: 'inbound' });
    await row.getByRole('button', { name: spaced(say('list.edit')) }).click();
    await page.waitForURL(/\/build$/);
    await page.getByRole('tab', { name: say('build.back_test') }).click();
    // It is out, and so of the past, ten seconds after its release.
    const tested = page.getByText(
      say(language === 'en' ? 'back_test.tested_one' : 'back_test.tested_other', { count: 1 }),
    );
    await until(async () => {
      // By its words: the icon of the run before may still be leaving the button.
      await page.locator('button', { hasText: say('back_test.start') }).click();
      await page.getByText(say('back_test.running')).waitFor({ state: 'detached' });
      await page.getByText(say('back_test.nothing')).or(tested).waitFor();
      return tested.isVisible();
    }, 'the evaluation is out');
    const average = page.getByRole('row').filter({ hasText: say('back_test.average') });
    expect(await average.getByRole('cell').allTextContents()).toEqual(['100', '100']);
    const agent = page.getByRole('row').filter({ hasText: PEOPLE.agent.name });
    expect(await agent.getByRole('cell').allTextContents()).toEqual(['1', '100', '100', '0']);
    await page.context().close();
  });

  test('a points card: a fatal option that asks for its cause, and an item asked only after it', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.manager, { language });
    await page.goto('/scorecards');
    await button(page, say('list.new')).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: say('new.way.blank') }).check();
    await dialog.getByLabel(`${say('field.card')} · English`).fill('Sale check');
    await dialog.getByLabel(`${say('field.card')} · 中文`).fill('销售核查');
    await button(page, say('new.begin')).click();
    await page.waitForURL(/\/build$/);
    await page.getByRole('radio', { name: say('method.points') }).check();
    await page.getByLabel(say('field.pass')).fill('80');

    const outline = page.getByRole('navigation', { name: say('build.outline') });
    await button(page, say('build.add_section')).click();
    await titled(page, say('field.section'), 'Opening', '开场');
    const add = say('build.add_item', { name: language === 'en' ? 'Opening' : '开场' });
    await outline.getByRole('button', { name: add }).click();
    await titled(page, say('field.item'), 'Price', '价格');
    const second = say('build.option', { number: 2 });
    await titled(page, second, 'Never told', '未告知');
    await chosen(page, `${second} · ${say('field.fatal')}`, say('fatal.evaluation'));
    await page
      .getByRole('listitem', { name: second })
      .getByRole('checkbox', { name: say('require.cause') })
      .check();
    // It asks for a cause, and there is none to name.
    const problems = page.getByRole('region', { name: say('build.problem_list') });
    await problems.getByText(word(language, 'codes:card_problem.cause_without_causes')).first().waitFor();
    await button(page, say('build.add_cause')).click();
    await titled(page, say('build.cause', { number: 1 }), 'Not trained', '未培训');
    await problems.waitFor({ state: 'detached' });

    await outline.getByRole('button', { name: add }).click();
    await titled(page, say('field.item'), 'Customer asked', '客户追问');
    await chosen(page, say('field.show_when'), language === 'en' ? 'Price' : '价格');
    await chosen(page, say('field.show_when_is'), language === 'en' ? 'Never told' : '未告知');
    await page.keyboard.press('Escape');

    // The item is asked once the price was never told; then nothing is left of the points.
    const asked = page.locator('.sheet').getByText(language === 'en' ? 'Customer asked' : '客户追问');
    await page.locator('button', { hasText: say('preview.clear') }).click();
    await page.getByText(say('preview.total', { total: 100 })).waitFor();
    expect(await asked.count()).toBe(0);
    await page
      .locator('.sheet')
      .getByRole('button', { name: language === 'en' ? '2 Never told' : '2 未告知' })
      .click();
    await asked.waitFor();
    await page.getByText(say('preview.total', { total: 0 })).waitFor();
    await page.getByText(say('preview.failed'), { exact: true }).waitFor();

    await page
      .getByRole('status')
      .filter({ hasText: state(say('save.saved')) })
      .waitFor();
    await button(page, say('build.publish')).first().click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: spaced(say('build.publish')) })
      .click();
    await page.waitForURL(/\/scorecards\/[0-9a-f-]{36}$/);
    const fatal = page.getByRole('listitem').filter({ hasText: language === 'en' ? 'Never told' : '未告知' });
    await fatal.getByText(word(language, 'scorecard:fatal_of.evaluation')).waitFor();
    await fatal.getByText(say('version.requires', { what: say('require.cause') })).waitFor();
    const where = {
      item: language === 'en' ? 'Price' : '价格',
      answers: language === 'en' ? 'Never told' : '未告知',
    };
    await page.getByText(say('version.asked_where', where)).waitFor();
    await page.context().close();
  });

  test('a rule says where it is used, and a card goes out of use', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.manager, { language });
    await page.goto('/scorecards?tab=uses');
    await page.getByText(say('use.empty')).waitFor();
    await page.getByRole('combobox', { name: say('list.card') }).click();
    await page.getByTitle(language === 'en' ? 'Chat service' : '在线客服').click();
    await button(page, say('use.save')).click();
    await page
      .getByRole('row')
      .filter({ hasText: say('use.everywhere') })
      .waitFor();
    await page.goto('/scorecards');
    const row = page.getByRole('row').filter({ hasText: 'telesales' });
    await row.getByRole('button', { name: spaced(say('list.retire')) }).click();
    await page
      .getByRole('tooltip')
      .getByRole('button', { name: spaced(say('list.retire')) })
      .click();
    await row.getByText(say('state.retired')).waitFor();
    await page.context().close();
  });
});

/** The draft's YAML as the page gives it: where the file lies, and what stands in it. */
async function yamlOf(page: Page, name: string): Promise<[string, string]> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name, exact: true }).click(),
  ]);
  const path = await download.path();
  return [path, await readFile(path, 'utf8')];
}

/** Both titles of what is chosen. */
async function titled(page: Page, label: string, english: string, chinese: string): Promise<void> {
  await page.getByLabel(`${label} · English`).fill(english);
  await page.getByLabel(`${label} · 中文`).fill(chinese);
}

/** Chooses one of what a list offers. */
async function chosen(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).click();
  await page.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: option }).click();
}

async function named(page: Page, label: string, language: Language): Promise<string> {
  return page.getByLabel(`${label} · ${language === 'en' ? 'English' : '中文'}`).inputValue();
}

const CHINESE: Record<string, string> = {
  Opening: '开场',
  Closing: '收尾',
  Greets: '问候',
  Verifies: '核身',
};

function inOrder(language: Language, names: string[]): string[] {
  return language === 'en' ? names : names.map((name) => CHINESE[name] ?? name);
}

/** The names in the outline, from top to bottom. */
async function order(page: Page, say: (key: string) => string): Promise<string[]> {
  const outline = page.getByRole('navigation', { name: say('build.outline') });
  await outline.getByRole('listitem').first().waitFor();
  return outline.locator('li button[aria-keyshortcuts] > span:first-child').allTextContents();
}

/** Waits until they stand so: what moves takes a moment to settle. */
async function expectOrder(page: Page, say: (key: string) => string, names: string[]): Promise<void> {
  await expect.poll(() => order(page, say), { timeout: 10_000 }).toEqual(names);
}

/** Presses a key while a part is lifted, and waits until the page has said what that did. */
async function pressLifted(page: Page, key: string): Promise<void> {
  const said = page.locator('[id^="DndLiveRegion"]');
  const before = await said.textContent();
  await page.keyboard.press(key);
  await expect.poll(() => said.textContent(), { timeout: 10_000 }).not.toBe(before);
  // Being lifted is said twice: that it is, and where it is.
  await page.waitForTimeout(250);
}

async function drag(page: Page, from: string, to: string): Promise<void> {
  const boxes = await Promise.all(
    [from, to].map((name) => page.getByRole('button', { name, exact: true }).boundingBox()),
  );
  const [start, end] = boxes;
  if (!start || !end) throw new Error('there is nothing to drag');
  const middle = (box: { x: number; y: number; width: number; height: number }) =>
    [box.x + box.width / 2, box.y + box.height / 2] as const;
  await page.mouse.move(...middle(start));
  await page.mouse.down();
  await page.mouse.move(middle(start)[0], middle(start)[1] + 10, { steps: 3 });
  await page.mouse.move(...middle(end), { steps: 8 });
  await page.mouse.up();
  await page.waitForTimeout(300);
}

/** Behind the dot, this text and no more: "not saved yet" has "saved" in it, too. */
function state(text: string): RegExp {
  return new RegExp(`· ${text}$`);
}
