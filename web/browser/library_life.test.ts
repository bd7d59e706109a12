// What becomes of a case beside the straight way to the shelf: declined, written anew, put away, out of date,
// agreed to and taken back, recommended, in a playlist; and a clip that is taken along.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, makeClip, statusOf, writeCase } from './asking';
import { begin, until } from './review_desk';
import { serious } from './serious';
import { openBrowser, settled, signIn, watchFor } from './visitor';
import { spaced, word } from './words';
import { PEOPLE, RECORDINGS, Workplace } from './workplace';

/** Released evaluations go out after this long. */
const GOES_OUT_MS = 11_000;

const LIVES = [
  {
    language: 'en',
    recording: '03-late-parcel',
    line: 'Say what happens next.',
    better: 'Say what happens next, and when.',
    reason: 'We have one like it.',
    playlist: 'First week',
  },
  {
    language: 'zh-CN',
    recording: '01-lost-card',
    line: '说清下一步。',
    better: '说清下一步，也说清时间。',
    reason: '已有相近的案例。',
    playlist: '新人第一周',
  },
] as const;

let workplace: Workplace;
let browser: Browser;
const calls: string[] = [];
/** The item that the agent lost points by. */
let item: Item;

beforeAll(async () => {
  workplace = await Workplace.open();
  browser = await openBrowser();
  for (const { recording } of LIVES) {
    const call = await workplace.receive(recording, '6021');
    await workplace.prepared(call);
    calls.push(call);
  }
  const page = await signIn(browser, workplace.url, PEOPLE.inspector);
  item = await loseByFirst(page, calls[0] ?? '');
  await page.context().close();
  await new Promise((resolve) => setTimeout(resolve, GOES_OUT_MS));
});

afterAll(async () => {
  await browser.close();
  await workplace.close();
});

describe.each(LIVES)('in $language', ({ language, line, better, reason, playlist }) => {
  const say = (key: string, values = {}) => word(language, key, values);
  const as = (person: { signIn: string }) => signIn(browser, workplace.url, person, { language });
  const button = (page: Page, key: string) => page.getByRole('button', { name: spaced(say(key)) });
  const call = () => calls[LIVES.findIndex((one) => one.language === language)] ?? '';
  /** Each kind of case has a line of its own, so that no list confuses them. */
  const [nominated, good, warning] = [`${line} (1)`, `${line} (2)`, `${line} (3)`];
  let shelved: string;

  test('an agent nominates a call of their own and reads why it was declined', async () => {
    const agent = await as(PEOPLE.agent);
    const trouble = watchFor(agent);
    await agent.goto('/my-calls');
    await button(agent, 'learning:nominate').first().waitFor();
    // The newest call is the first.
    const own =
      language === 'en'
        ? button(agent, 'learning:nominate').last()
        : button(agent, 'learning:nominate').first();
    await own.click();
    await agent.getByRole('dialog').getByLabel(say('cases:propose.line')).fill(nominated);
    await settled(agent);
    expect(await serious(agent), 'the nomination').toEqual([]);
    await agent
      .getByRole('dialog')
      .getByRole('button', { name: spaced(say('cases:propose.send')) })
      .click();
    await agent.getByText(say('cases:propose.done')).waitFor();

    const trainer = await as(PEOPLE.trainer);
    await trainer.goto('/desk');
    await trainer.getByText(nominated).first().waitFor();
    await button(trainer, 'cases:proposal.decline').click();
    const so = button(trainer, 'cases:proposal.decline_so');
    expect(await so.isDisabled(), 'never without a reason').toBe(true);
    await trainer.getByLabel(say('cases:proposal.reason')).fill(reason);
    await so.click();
    await trainer.getByText(say('cases:proposal.declined')).waitFor();
    await trainer.context().close();

    await agent.goto('/cases?tab=mine');
    await agent.getByRole('heading', { name: nominated }).waitFor();
    await agent.getByText(say('cases:mine.declined')).waitFor();
    await agent.getByText(reason, { exact: true }).waitFor();
    await settled(agent);
    expect(await serious(agent), 'what became of it').toEqual([]);
    expect(trouble).toEqual([]);
    await agent.context().close();
  });

  test('a commentary has editions; its case is archived, looked up in the archive, and shelved again', async () => {
    const page = await as(PEOPLE.trainer);
    const trouble = watchFor(page);
    shelved = await shelve(page, 'good', call(), good);
    await page.goto(`/cases/${shelved}/edit`);
    const teaches = page.getByLabel(say('cases:propose.line'));
    const editions = page.getByRole('region', { name: say('cases:editions.title') });
    const written = (number: number) =>
      editions.getByText(say('cases:editions.of', { number, name: PEOPLE.trainer.name })).waitFor();
    await written(1);
    await teaches.fill(`${better} (2)`);
    await button(page, 'shell:action.save').click();
    await written(2);
    // The first edition is read, with what was changed since; nothing is taken from it by that.
    await editions.getByRole('button', { name: say('cases:editions.read_of', { number: 1 }) }).click();
    const read = page.getByRole('dialog');
    await read.getByText(say('cases:editions.of', { number: 1, name: PEOPLE.trainer.name })).waitFor();
    await read.getByText(say('cases:editions.same_points')).waitFor();
    await read.getByText(good, { exact: true }).waitFor();
    await read.getByText(`${better} (2)`, { exact: true }).waitFor();
    await read.getByText(say('cases:editions.now'), { exact: true }).waitFor();
    await read.getByText(say('cases:editions.standing.same')).waitFor();
    await settled(page);
    expect(await serious(page), 'an edition').toEqual([]);
    await page.keyboard.press('n');
    await page.keyboard.press('Escape');
    await read.waitFor({ state: 'detached' });
    expect(await teaches.inputValue()).toBe(`${better} (2)`);
    expect(await page.getByText(say('cases:edit.unsaved')).count(), 'no point came by a key').toBe(0);
    await editions.getByRole('button', { name: spaced(say('cases:editions.take')) }).click();
    expect(await teaches.inputValue()).toBe(good);
    await settled(page);
    expect(await serious(page), 'the editions').toEqual([]);
    await button(page, 'shell:action.save').click();
    await written(3);

    await button(page, 'cases:archive.do').click();
    await page.getByLabel(say('cases:archive.reason')).fill(reason);
    await page
      .locator('.ant-popconfirm')
      .getByRole('button', { name: spaced(say('cases:archive.do')) })
      .click();
    await page.getByText(say('cases:archive.done')).waitFor();
    await page.goto('/cases?tab=archive');
    await page.getByRole('button', { name: good }).click();
    await page.getByText(reason, { exact: true }).waitFor();
    await settled(page);
    expect(await serious(page), 'the archive').toEqual([]);
    await button(page, 'cases:preview.edit').click();
    await button(page, 'cases:edit.shelve').click();
    await page.getByText(say('cases:edit.shelved')).first().waitFor();
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  test('it is out of date once its standard answer says something else, until it is looked at', async () => {
    const page = await as(PEOPLE.trainer);
    await outdate(page, shelved, good);
    const outdated = page.getByRole('region', { name: say('learning:desk.outdated') });
    await until(async () => {
      await page.goto('/desk');
      await settled(page);
      return (await outdated.count()) > 0;
    }, 'the desk says so');
    expect(await serious(page), 'the desk').toEqual([]);
    await outdated.getByRole('link', { name: good }).click();
    await page.getByText(say('cases:cause.answer_changed')).first().waitFor();
    await button(page, 'cases:edit.shelve').click();
    await page.getByText(say('cases:edit.shelved')).first().waitFor();
    await page.goto('/desk');
    await settled(page);
    expect(await outdated.count()).toBe(0);
    await page.context().close();
  });

  test('it is recommended for what cost points, and stands in a playlist that an agent was given', async () => {
    const trainer = await as(PEOPLE.trainer);
    await trainer.goto('/desk');
    await button(trainer, 'learning:playlist.new').click();
    const dialog = trainer.getByRole('dialog');
    await dialog.getByLabel(say('learning:playlist.name')).fill(playlist);
    await dialog.getByRole('combobox', { name: say('shell:nav.cases') }).click();
    await trainer.locator('.ant-select-item-option', { hasText: good }).click();
    await trainer.keyboard.press('Escape');
    await dialog.getByRole('button', { name: spaced(say('shell:action.save')) }).click();
    await trainer.getByText(say('learning:playlist.saved')).waitFor();
    await trainer.getByRole('link', { name: playlist, exact: true }).waitFor();
    await giveTooLate(trainer, playlist, PEOPLE.agent.name);
    await trainer.context().close();

    const agent = await as(PEOPLE.agent);
    const trouble = watchFor(agent);
    await agent.goto('/home');
    const foryou = agent.getByRole('region', { name: say('learning:home.title') });
    await foryou.getByRole('link', { name: good, exact: true }).waitFor();
    await foryou
      .getByText(say('learning:home.because', { item: item.title[language] ?? '' }))
      .first()
      .waitFor();
    // What is overdue is still to be done.
    const given = foryou.getByRole('listitem').filter({ hasText: playlist });
    await given.getByText(say('learning:own.overdue', { day: daysAgo(2) })).waitFor();
    await settled(agent);
    expect(await serious(agent), 'home').toEqual([]);
    await given.getByRole('link', { name: playlist }).click();
    await agent.getByRole('heading', { level: 1, name: playlist }).waitFor();
    await settled(agent);
    expect(await serious(agent), 'the playlist').toEqual([]);
    await agent.getByRole('link', { name: good, exact: true }).click();
    await agent.waitForURL(`**/cases/${shelved}`);
    expect(trouble).toEqual([]);
    await agent.context().close();
  });

  test('the agent who is heard is asked, agrees, and takes it back', async () => {
    const trainer = await as(PEOPLE.trainer);
    const id = await shelve(trainer, 'warning', call(), warning);
    await trainer.goto(`/cases/${id}/edit`);
    const consents = trainer.getByRole('region', { name: say('cases:consent.title') });
    await button(trainer, 'cases:consent.ask').click();
    await trainer.getByLabel(say('cases:consent.message')).fill(reason);
    await button(trainer, 'cases:consent.send').click();
    await consents.getByText(say('cases:consent.state.open')).waitFor();

    const learner = await as(PEOPLE.inspector);
    const seen = () => learner.evaluate(statusOf, `/cases/${id}`);
    expect(await seen()).toBe(404);
    const agent = await as(PEOPLE.agent);
    await agent.goto('/home');
    const asked = agent.getByRole('listitem').filter({ hasText: warning });
    await asked.getByText(reason, { exact: true }).waitFor();
    expect(await asked.getByRole('button', { name: spaced(say('learning:consent.give')) }).isDisabled()).toBe(
      true,
    );
    await asked.getByRole('button', { name: spaced(say('learning:consent.hear')) }).click();
    await asked.getByRole('button', { name: spaced(say('learning:consent.give')) }).click();
    await asked.getByText(say('cases:consent.state.given')).waitFor();
    expect(await seen()).toBe(200);

    await asked.getByRole('button', { name: spaced(say('learning:consent.withdraw')) }).click();
    await settled(agent);
    expect(await serious(agent), 'taking it back').toEqual([]);
    await agent
      .locator('.ant-popconfirm')
      .getByRole('button', { name: spaced(say('learning:consent.withdraw')) })
      .click();
    await asked.getByText(say('cases:consent.state.refused')).waitFor();
    expect(await seen()).toBe(404);
    await trainer.reload();
    await consents.getByText(say('cases:consent.state.refused')).waitFor();
    for (const page of [trainer, learner, agent]) await page.context().close();
  });

  test('a trainer makes a case of a recording that is not in here', async () => {
    const page = await as(PEOPLE.trainer);
    const trouble = watchFor(page);
    await page.goto('/cases');
    await button(page, 'cases:import.open').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(say('cases:propose.line')).fill(`${line} (4)`);
    const send = dialog.getByRole('button', { name: spaced(say('cases:import.send')) });
    await send.click();
    await dialog.getByText(say('shell:field.required')).waitFor();
    const recording = language === 'en' ? '07a-wrong-bill-monday' : '02-broadband-fault';
    await dialog.locator('input[type=file]').setInputFiles(join(RECORDINGS, `${recording}.wav`));
    await settled(page);
    expect(await serious(page), 'a recording from elsewhere').toEqual([]);
    await send.click();
    await page.waitForURL(/\/cases\/[0-9a-f-]{36}\/edit$/);
    await page.getByRole('heading', { level: 1, name: `${line} (4)` }).waitFor();
    await page.getByText(say('cases:state.draft')).first().waitFor();
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  test('a QA manager takes a clip along as a file', async () => {
    const page = await as(PEOPLE.manager);
    const id = await makeClip(page, call(), line);
    await page.goto(`/clips/${id}`);
    await page.getByRole('heading', { level: 1, name: line }).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: spaced(say('clips:download')) }).click(),
    ]);
    const bytes = await readFile(await download.path());
    expect(bytes.subarray(0, 4).toString()).toBe('RIFF');
    expect(bytes.length).toBeGreaterThan(2 * 8_000);
    await page.context().close();
  });
});

type Item = { scorecard_id: string; item: string; title: Record<string, string> };
type Named = { id: string; name: string };

/** Scores a call with one deduction and releases it; the item that cost points. */
async function loseByFirst(page: Page, call: string): Promise<Item> {
  type Question = Pick<Item, 'title'> & { key: string; show_when: unknown; options: { key: string }[] };
  type Version = { scorecard_id: string; definition: { sections: { questions: Question[] }[] } };
  const path = `/evaluations/${await page.evaluate(begin, call)}`;
  const { scorecard_version: version } = await ask<{ scorecard_version: Version }>(page, 'GET', path);
  const [lost, ...others] = version.definition.sections
    .flatMap((section) => section.questions)
    .filter((question) => question.show_when === null);
  if (!lost) throw new Error('the card has no item');
  const evidence = [{ kind: 'range', start_ms: 0, end_ms: 2_000, channel: null }];
  const answers = {
    ...Object.fromEntries(others.map(({ key, options }) => [key, { options: [options[0]?.key] }])),
    [lost.key]: { options: [lost.options.at(-1)?.key], comment: '没有报工号', evidence },
  };
  await ask(page, 'PUT', `${path}/draft`, { edit: 0, answers, notes: [] });
  await ask(page, 'POST', `${path}/release`, { edit: 1 });
  return { scorecard_id: version.scorecard_id, item: lost.key, title: lost.title };
}

/** A written case of this call for the item, on the shelf of this kind. */
async function shelve(page: Page, kind: 'good' | 'warning', call_id: string, line: string): Promise<string> {
  const libraries = await ask<{ items: { id: string; kind: string }[] }>(page, 'GET', '/libraries');
  const library_id = libraries.items.find((one) => one.kind === kind)?.id;
  const one = await ask<{ id: string }>(page, 'POST', '/cases', { library_id, call_id, teaching_line: line });
  await writeCase(page, one.id, {
    why: { en: 'because', 'zh-CN': '因为' },
    points: [{ at_ms: 5_000, kind: 'improve', happened: { en: 'interrupts', 'zh-CN': '打断' } }],
    items: [{ scorecard_id: item.scorecard_id, item: item.item }],
  });
  await ask(page, 'POST', `/cases/${one.id}/shelve`, {});
  return one.id;
}

/** Ties a case to a standard answer, and says another thing in that afterwards. */
async function outdate(page: Page, id: string, line: string): Promise<void> {
  const both = (text: string) => ({ en: text, 'zh-CN': text });
  const said = (text: string) => ({ title: both(line), text: both(text), valid_from: daysAgo(2) });
  const of = { scorecard_id: item.scorecard_id, question: item.item };
  const answer = await ask<{ id: string }>(page, 'POST', '/standard-answers', { ...said('7'), ...of });
  await writeCase(page, id, { answers: [{ standard_answer_id: answer.id, version: 1 }] });
  await ask(page, 'PUT', `/standard-answers/${answer.id}`, { ...said('15'), based_on: 1 });
}

/** Gives a playlist to somebody until a day that is over. */
async function giveTooLate(page: Page, playlist: string, person: string): Promise<void> {
  const lists = await ask<{ items: Named[] }>(page, 'GET', '/playlists');
  const { people } = await ask<{ people: Named[] }>(page, 'GET', '/directory');
  await ask(page, 'POST', '/learning-tasks', {
    playlist_id: lists.items.find(({ name }) => name === playlist)?.id,
    person_ids: people.filter(({ name }) => name === person).map(({ id }) => id),
    due_on: daysAgo(2),
  });
}

function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}
