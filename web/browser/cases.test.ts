// A case from the flag to the learner: proposed while scoring, accepted and written by the trainer, played
// guided to somebody who thinks first; what they did is kept; nobody sees more than they may.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { currentTime, isPlaying, stillAt, watchSounds } from './guide_ear';
import { begin, opened, until } from './review_desk';
import { serious } from './serious';
import { openBrowser, settled, signIn, take, watchFor } from './visitor';
import { spaced, word } from './words';
import { PEOPLE, Workplace } from './workplace';

/** How far from its second a guide may stop. */
const NEAR_S = 0.15;
const POINTS_S = [5, 10];

const CASES = [
  {
    language: 'en',
    recording: '03-late-parcel',
    line: 'Say what happens next, and anger has nothing to feed on.',
  },
  { language: 'zh-CN', recording: '01-lost-card', line: '说清下一步，客户就不再着急。' },
] as const;

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

describe.each(CASES)('in $language', ({ language, recording, line }) => {
  const say = (key: string, values = {}) => word(language, key, values);
  const button = (page: Page, key: string) => page.getByRole('button', { name: spaced(say(key)) });
  let call: string;
  let address: string;
  let warning: string;

  beforeAll(async () => {
    call = await workplace.receive(recording, '6021', { disposition: recording });
    await workplace.prepared(call);
  });

  test('an inspector flags while scoring, says what it teaches, and is back at work', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.inspector, { language });
    const trouble = watchFor(page);
    const draft = await page.evaluate(begin, call);
    await page.goto(`/review/${draft}`);
    await opened(page);
    await page.keyboard.press('KeyG');
    await page.locator('textarea:focus').waitFor();
    await page.keyboard.type(line);
    await page.keyboard.press('Control+Enter');
    await page.getByText(say('flags:case.proposed')).first().waitFor();
    // The keys are keys of the page again.
    await settled(page);
    await page.keyboard.press('KeyK');
    await page.getByText(say('codes:flag.coaching')).first().waitFor();
    await page.goto('/cases?tab=mine');
    await page.getByText(line).first().waitFor();
    await page.getByText(say('cases:mine.proposed')).waitFor();
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  test('a trainer accepts it at the desk, writes two points and a question, and puts it on the shelf', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.trainer, { language });
    const trouble = watchFor(page);
    await page.waitForURL('**/desk');
    await page.getByRole('heading', { name: say('learning:desk.proposals') }).waitFor();
    await page.getByText(line).first().waitFor();
    await page.locator('.player-position').waitFor();
    await button(page, 'cases:proposal.accept_and_edit').click();
    await page.waitForURL(/\/cases\/[0-9a-f-]{36}\/edit$/);
    address = new URL(page.url()).pathname.replace('/edit', '');
    // The player of the desk is gone, that of the editor is there.
    await page.getByRole('heading', { name: say('cases:edit.points'), exact: true }).waitFor();
    await page.locator('.player-position').waitFor();
    for (const [place, second] of POINTS_S.entries()) {
      await page.keyboard.press('ArrowRight');
      await until(async () => (await shownPosition(page)) === second, 'the player stands at the second');
      await page.keyboard.press('KeyN');
      await writePoint(page, place);
    }
    await button(page, 'cases:edit.add_question').click();
    for (const [name, text] of [
      [say('cases:edit.question_text'), 'What first?'],
      [say('cases:edit.option', { number: 1 }), 'Apologise'],
      [say('cases:edit.option', { number: 2 }), 'Say what happens next'],
    ] as const) {
      await fillBoth(page, name, text);
    }
    await page.getByRole('radio', { name: say('cases:edit.is_right', { number: 2 }) }).check();
    await fillBoth(page, say('cases:preview.why'), 'because');
    expect(await serious(page), 'the editor').toEqual([]);
    await button(page, 'shell:action.save').click();
    await page.getByText(say('cases:edit.saved'), { exact: true }).waitFor();
    await button(page, 'cases:edit.shelve').click();
    await page.getByText(say('cases:edit.shelved')).first().waitFor();
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  test('a learner is stopped before each point, thinks, and is shown it; what they did is kept', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.leader, { language });
    const trouble = watchFor(page);
    await watchSounds(page);
    await page.goto('/cases');
    await page.getByRole('button', { name: line }).waitFor();
    await settled(page);
    // Beside the list stands what the first point asks, and not of which kind it is.
    const preview = page.locator('main').getByRole('complementary');
    await preview
      .getByRole('heading', { name: say('guide:shown.title', { number: 1, at: clock(POINTS_S[0] ?? 0) }) })
      .waitFor();
    const before = (await preview.textContent()) ?? '';
    for (const kind of ['strength', 'improve']) expect(before).not.toContain(say(`guide:kind.${kind}`));
    expect(before).not.toMatch(/[▲▼]/);
    await page.keyboard.press('Enter');
    await page.waitForURL(`**${address}`);
    await page.getByText(say('guide:listening.next', { number: 1, count: 2 })).waitFor();
    await page.locator('.player-position').waitFor();
    // Nobody is named to a learner.
    expect(await page.locator('main').textContent()).not.toContain(PEOPLE.agent.name);

    for (const [place, second] of POINTS_S.entries()) {
      const number = place + 1;
      await page.keyboard.press('Space');
      await page
        .getByRole('heading', { name: say('guide:asking.title', { number, at: clock(second) }) })
        .waitFor();
      const [stopped = 0] = (await stillAt(page)).slice(-1);
      expect(Math.abs(stopped - second), `stopped at ${String(stopped)}`).toBeLessThanOrEqual(NEAR_S);
      expect(Math.abs(((await currentTime(page)) ?? 0) - second)).toBeLessThanOrEqual(NEAR_S);
      expect(await isPlaying(page)).toBe(false);
      // Not given away before it is asked for.
      expect(await page.locator('main').textContent()).not.toContain(`happened ${String(number)}`);
      if (place === 0) {
        await page.getByLabel(say('guide:asking.words')).fill('I would listen first');
        await page.keyboard.press('Control+Enter');
        // Ten seconds again: from the start, and still before the point.
        await page.keyboard.press('KeyR');
        await until(() => isPlaying(page), 'it plays again');
        await until(async () => !(await isPlaying(page)), 'it stops again');
        expect(Math.abs(((await currentTime(page)) ?? 0) - second)).toBeLessThanOrEqual(NEAR_S);
      }
      await page.keyboard.press('Space');
      await page
        .getByText(`happened ${String(number)}`)
        .first()
        .waitFor();
      expect(await serious(page), `point ${String(number)}`).toEqual([]);
    }
    await page.getByText(say('guide:kept')).waitFor();

    // Opened again, one goes on where one was; what was written is still there.
    await page.reload();
    await page.locator('.player-position').waitFor();
    await page.locator('.player-pin').first().click();
    await page.getByText('I would listen first').waitFor();
    await page.keyboard.press('Space');
    await page.getByText(say('guide:listening.to_the_end')).waitFor();
    await toTheEnd(page);
    await page.getByLabel('Say what happens next').check();
    await page.getByLabel(say('guide:closing.pledge')).fill('I say what happens next');
    await button(page, 'guide:closing.finish').click();
    await page.getByText(say('guide:closing.finished')).waitFor();
    await page.getByText(say('guide:closing.is_right'), { exact: true }).waitFor();
    await page.getByText(say('guide:kept')).waitFor();

    await page.reload();
    await page.locator('.player-position').waitFor();
    await toTheEnd(page);
    await page.getByText(say('guide:closing.finished')).waitFor();
    expect(await page.getByLabel(say('guide:closing.pledge')).inputValue()).toBe('I say what happens next');
    await page.getByText(say('guide:closing.is_right'), { exact: true }).waitFor();
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  test('a learner rates it and says something about it; the trainer sees who learned it', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.inspector, { language });
    await page.goto(address);
    await page.locator('.player-position').waitFor();
    await page.getByRole('radio').nth(3).click();
    await page.getByText(say('guide:talk.mean', { mean: '4.0', count: 1 })).waitFor();
    await page.getByLabel(say('guide:talk.write')).fill('Well told.');
    await button(page, 'guide:talk.send').click();
    await page.getByText('Well told.').waitFor();
    await page.context().close();
    const trainer = await signIn(browser, workplace.url, PEOPLE.trainer, { language });
    await trainer.goto(`${address}/edit`);
    await trainer.getByText('I say what happens next').waitFor();
    await trainer.context().close();
  });

  test('a QA manager lets learners hear warnings without consent, with altered voices', async () => {
    const trainer = await signIn(browser, workplace.url, PEOPLE.trainer, { language });
    warning = await trainer.evaluate(warningOf, { call, line: `${line} !` });
    expect(await trainer.evaluate(shelve, { id: warning, line: `${line} !` })).toBe(200);
    await trainer.context().close();
    const learner = await signIn(browser, workplace.url, PEOPLE.inspector, { language });
    await watchSounds(learner);
    expect(await learner.evaluate(statusOf, `/cases/${warning}`)).toBe(404);

    const manager = await signIn(browser, workplace.url, PEOPLE.manager, { language });
    const allow = async () => {
      await manager.goto('/cases');
      const shelf = manager.getByRole('navigation', { name: say('cases:shelf.title') });
      await shelf
        .getByRole('listitem')
        .filter({ hasText: language === 'en' ? 'Warnings' : '警示录音' })
        .locator('button')
        .last()
        .click();
      await manager.getByLabel(say('cases:shelf.altered')).click();
      expect(await serious(manager), 'the shelf').toEqual([]);
      await button(manager, 'shell:action.save').click();
      await manager.getByText(say('cases:shelf.saved')).waitFor();
    };
    await allow();
    await learner.goto(`/cases/${warning}`);
    await learner.getByText(say('guide:altered')).waitFor();
    await learner.locator('.player-position').waitFor();
    await learner.keyboard.press('Space');
    await until(async () => ((await currentTime(learner)) ?? 0) > 1, 'it plays');
    expect(await serious(learner), 'an altered case').toEqual([]);
    // The same press takes it back.
    await allow();
    expect(await learner.evaluate(statusOf, `/cases/${warning}/audio`)).toBe(404);
    await manager.context().close();
    await learner.context().close();
  });

  test('a warning case is nothing to a learner before the agent who is heard agrees', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.trainer, { language });
    await page.goto(`/cases/${warning}/edit`);
    await page.locator('.player-position').waitFor();
    await button(page, 'cases:consent.ask').click();
    await button(page, 'cases:consent.send').click();
    await page.getByText(say('cases:consent.state.open')).waitFor();
    await page.context().close();

    const learner = await signIn(browser, workplace.url, PEOPLE.inspector, { language });
    const refused = await learner.evaluate(statusOf, `/cases/${warning}`);
    expect(refused).toBe(404);
    expect(await learner.evaluate(statusOf, `/cases/${warning}/audio`)).toBe(404);

    const agent = await signIn(browser, workplace.url, PEOPLE.agent, { language });
    await agent.goto('/home');
    // Of the calls they were asked about before, they answered: this one is asked for by its line.
    const asked = agent.getByRole('listitem').filter({ hasText: `${line} !` });
    const press = (key: string) => asked.getByRole('button', { name: spaced(say(key)) }).click();
    await press('learning:consent.hear');
    await agent.locator('.player-position').waitFor();
    expect(await serious(agent), 'home').toEqual([]);
    await press('learning:consent.give');
    await asked.getByText(say('cases:consent.state.given')).waitFor();
    await agent.context().close();
    await learner.goto(`/cases/${warning}`);
    await learner.locator('.player-position').waitFor();
    expect(await learner.getByText(say('guide:altered')).count()).toBe(0);
    await learner.context().close();
  });

  test('a clip is made of a marked range, plays at once on its page, and is proposed', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.trainer, { language });
    const trouble = watchFor(page);
    await watchSounds(page);
    await page.goto(`/calls/${call}`);
    await page.locator('.player-position').waitFor();
    await page.keyboard.press('KeyI');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('KeyO');
    await button(page, 'clips:make').click();
    await page.getByLabel(say('clips:title'), { exact: true }).fill('The opening');
    expect(await serious(page), 'the clip dialog').toEqual([]);
    await page
      .getByRole('dialog')
      .getByRole('button', { name: spaced(say('shell:action.save')) })
      .click();
    await page.getByRole('link', { name: 'The opening' }).click();
    await page.waitForURL(/\/clips\//);
    await page.getByRole('heading', { name: 'The opening' }).waitFor();
    await page.locator('.player-position').waitFor();
    await until(async () => ((await currentTime(page)) ?? 0) > 1, 'it plays');
    expect(await serious(page), 'the clip').toEqual([]);

    // Among the others it is found, and plays where it stands.
    await page.goto('/desk');
    await page.getByRole('link', { name: say('clips:page.all') }).click();
    await page.waitForURL('**/clips');
    const clip = page.getByRole('link', { name: 'The opening' });
    const narrow = async (text: string) => {
      await page.getByLabel(say('clips:filter.find')).fill(text);
      await page.keyboard.press('Enter');
    };
    await narrow('nobody says this');
    await page.getByText(say('clips:empty.narrowed')).waitFor();
    await button(page, 'cases:empty.widen').click();
    await clip.first().waitFor();
    await narrow('open');
    await page.getByText(say('clips:filter.mine')).click();
    // The youngest is first.
    await button(page, 'clips:filter.this_call').first().click();
    await button(page, 'clips:filter.any_call').waitFor();
    // What was listed stays until the answer is there; the other language made a clip of the same title.
    await until(async () => (await clip.count()) === 1, 'only the clip of this call is listed');
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
      q: 'open',
      made_by: 'me',
      call_id: call,
    });
    await page.getByRole('button', { name: say('clips:play', { title: 'The opening' }) }).click();
    await page.locator('.player-position').waitFor();
    await until(async () => ((await currentTime(page)) ?? 0) > 1, 'it plays in its row');
    expect(await serious(page), 'the clips').toEqual([]);
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  test('the library is narrowed by an item and by a tag, and an item has a shelf', async () => {
    const trainer = await signIn(browser, workplace.url, PEOPLE.trainer, { language });
    const id = address.split('/').at(-1) ?? '';
    const tag = `tag ${language}`;
    const title = (await trainer.evaluate(tie, { id, tag }))[language] ?? '';
    await trainer.context().close();

    const page = await signIn(browser, workplace.url, PEOPLE.inspector, { language });
    const trouble = watchFor(page);
    await page.goto('/cases');
    const shelves = page.getByRole('navigation', { name: say('cases:shelf.title') });
    await shelves.getByRole('heading', { name: say('cases:shelf.by_item') }).waitFor();
    const shelf = shelves.getByRole('button', { name: title });
    const count = Number(await shelf.locator('.number').textContent());
    await shelf.click();
    await page.waitForURL(/item=/);
    await expect.poll(() => page.locator('tbody tr.ant-table-row').count()).toBe(count);
    await page.getByRole('button', { name: line }).waitFor();
    expect(await shelf.getAttribute('aria-current')).toBe('true');
    expect(await serious(page), 'the shelf of an item').toEqual([]);

    const pick = async (label: string, text: string) => {
      await page.getByRole('combobox', { name: label, exact: true }).click();
      await page.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: text }).click();
    };
    await page.goto('/cases');
    await pick(say('clips:tag'), tag);
    await page.waitForURL(/tag=/);
    await expect.poll(() => page.locator('tbody tr.ant-table-row').count()).toBe(1);
    await pick(say('cases:filter.item'), title);
    await page.waitForURL(/item=/);
    await page.getByRole('button', { name: line }).waitFor();
    expect(new URL(page.url()).searchParams.get('tag')).toBe(tag);
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  test('a shelf that was taken away is put back', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.manager, { language });
    const name = `Shelf ${language}`;
    await page.goto('/cases');
    await button(page, 'cases:shelf.new').click();
    await page.getByLabel(say('cases:shelf.name_zh')).fill(name);
    await page.getByLabel(say('cases:shelf.name_en')).fill(name);
    await button(page, 'shell:action.save').click();
    const change = page.getByRole('button', { name: say('cases:shelf.edit', { name }) });
    await change.click();
    await button(page, 'cases:shelf.retire').click();
    await page
      .locator('.ant-popconfirm')
      .getByRole('button', { name: spaced(say('cases:shelf.retire')) })
      .click();
    await page.getByText(say('cases:shelf.closed')).click();
    await change.click();
    await button(page, 'cases:shelf.reopen').click();
    await page.getByText(say('cases:shelf.closed')).waitFor({ state: 'detached' });
    await change.waitFor();
    await page.context().close();
  });

  test('the whole call is proposed on its page, without marks', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.trainer, { language });
    await page.goto(`/calls/${call}`);
    await button(page, 'cases:propose.call').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(say('cases:propose.shelf')).click();
    await page
      .locator('.ant-select-item-option')
      .filter({ hasText: `Shelf ${language}` })
      .click();
    await page.locator('.ant-select-dropdown:visible').waitFor({ state: 'detached' });
    await dialog.getByLabel(say('cases:propose.line')).fill(`${line} ?`);
    expect(await serious(page), 'the proposal').toEqual([]);
    await dialog.getByRole('button', { name: spaced(say('cases:propose.send')) }).click();
    await page.getByText(say('cases:propose.drafted')).waitFor();
    await page.goto('/cases?tab=drafts');
    await page.getByText(`${line} ?`).first().waitFor();
    await page.context().close();
  });

  test('a trainer assigns it; the learner sees it by its day', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.trainer, { language });
    await page.goto('/cases');
    await page.getByRole('button', { name: line }).first().click();
    await button(page, 'learning:assign.open').click();
    await page.getByLabel(say('learning:assign.people')).click();
    await take(page, PEOPLE.agent.name);
    await page.keyboard.press('Escape');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: spaced(say('learning:assign.send')) })
      .click();
    await page.getByText(say('learning:assign.done')).waitFor();
    await page.goto('/desk');
    await page.getByText(say('learning:state.open'), { exact: true }).click();
    await page.getByRole('cell', { name: PEOPLE.agent.name }).first().waitFor();
    await page.context().close();
    const agent = await signIn(browser, workplace.url, PEOPLE.agent, { language });
    await agent.goto('/home');
    await agent.getByRole('heading', { name: say('learning:own.title') }).waitFor();
    await agent.getByRole('link', { name: line }).first().waitFor();
    await agent.context().close();
  });

  /** Writes all that a point needs, in both languages. */
  async function writePoint(page: Page, place: number): Promise<void> {
    const number = String(place + 1);
    const kind = place === 0 ? 'strength' : 'improve';
    await page.locator('.ant-segmented-item', { hasText: say(`guide:kind.${kind}`) }).click();
    await fillBoth(page, say('cases:edit.question'), `asked ${number}`);
    await fillBoth(page, say('guide:shown.happened'), `happened ${number}`);
    await fillBoth(page, say('guide:shown.matters'), `matters ${number}`);
    await fillBoth(page, say('guide:shown.instead'), `instead ${number}`);
  }

  async function fillBoth(page: Page, label: string, text: string): Promise<void> {
    for (const one of ['zh-CN', 'en']) {
      const name = say(`cases:words_in.${one}`, { label });
      await page.getByLabel(name, { exact: true }).fill(text);
    }
    await page.keyboard.press('Escape');
  }
});

const clock = (seconds: number) => `00:${String(seconds).padStart(2, '0')}`;

async function shownPosition(page: Page): Promise<number> {
  const shown = (await page.locator('.player-position').textContent()) ?? '';
  const [now = ''] = shown.split('/');
  return now
    .trim()
    .split(':')
    .reduce((seconds, part) => seconds * 60 + Number(part), 0);
}

/** Seeks to the last seconds and plays them. */
async function toTheEnd(page: Page): Promise<void> {
  const surface = page.locator('.player-surface');
  const box = await surface.boundingBox();
  if (!box) throw new Error('there is no waveform');
  await surface.click({ position: { x: box.width - 2, y: box.height / 2 } });
  if (!(await isPlaying(page))) await page.keyboard.press('Space');
}

/** Runs in the page: a draft of a warning case of this call. */
async function warningOf({ call, line }: { call: string; line: string }): Promise<string> {
  const libraries = await fetch('/api/v1/libraries');
  const { items } = (await libraries.json()) as { items: { id: string; kind: string }[] };
  const answer = await fetch('/api/v1/cases', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      library_id: items.find(({ kind }) => kind === 'warning')?.id,
      call_id: call,
      teaching_line: line,
    }),
  });
  return ((await answer.json()) as { id: string }).id;
}

/** Runs in the page: writes one point and puts the case onto the shelf; what the server answers. */
async function shelve({ id, line }: { id: string; line: string }): Promise<number> {
  const words = (text: string) => ({ en: text, 'zh-CN': text });
  const send = (method: string, path: string, body: object) =>
    fetch(`/api/v1/cases/${id}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const known = (await (await fetch(`/api/v1/cases/${id}`)).json()) as Record<string, unknown>;
  await send('PUT', '', {
    edition: 0,
    library_id: (known.library as { id: string }).id,
    teaching_line: line,
    why: words('because'),
    level: 'regular',
    language: known.language,
    hides_names: true,
    review_on: null,
    items: [],
    answers: [],
    tags: [],
    points: [{ at_ms: Number(known.start_ms) + 20_000, kind: 'improve', happened: words('interrupts') }],
    questions: [],
  });
  return (await send('POST', '/shelve', {})).status;
}

/** Runs in the page: has the case illustrate the first item of a card, and tags it; the title of the item. */
async function tie({ id, tag }: { id: string; tag: string }): Promise<Record<string, string>> {
  type Card = { id: string; questions: { key: string; title: Record<string, string> }[] };
  const get = async <T>(path: string) => (await (await fetch(`/api/v1${path}`)).json()) as T;
  const known = await get<Record<string, unknown>>(`/cases/${id}`);
  const [card] = (await get<{ items: Card[] }>('/standard-answers/cards')).items;
  const question = card?.questions[0];
  const kept = ['edition', 'teaching_line', 'why', 'level', 'language', 'hides_names', 'points', 'questions'];
  const answer = await fetch(`/api/v1/cases/${id}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      ...Object.fromEntries(kept.map((name) => [name, known[name]])),
      library_id: (known.library as { id: string }).id,
      items: [{ scorecard_id: card?.id, item: question?.key }],
      tags: [tag],
    }),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return question?.title ?? {};
}

/** Runs in the page: what the server answers. */
async function statusOf(path: string): Promise<number> {
  return (await fetch(`/api/v1${path}`)).status;
}
