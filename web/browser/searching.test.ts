// What is said is found: on the list with every sentence to be played from its second, within a call on its
// page and while scoring; it chooses a range; and it is taken away as a file. In both languages.
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serious } from './serious';
import { begin, opened, position, until, writing } from './review_desk';
import { openBrowser, signIn, watchFor } from './visitor';
import { spaced, word } from './words';
import { PEOPLE, Workplace } from './workplace';

/** The words are said more than once in the one call, and not in the other. */
const CASES = [
  { language: 'en', recording: '03-late-parcel', words: 'card', said: 'card', other: '01-lost-card' },
  { language: 'zh-CN', recording: '01-lost-card', words: '好的', said: '好的', other: '03-late-parcel' },
] as const;

/** Transcribing both takes a while where the machine is busy. */
const TRANSCRIBED_MS = 400_000;

let workplace: Workplace;
let browser: Browser;
const calls = new Map<string, string>();

beforeAll(async () => {
  workplace = await Workplace.open({ transcribes: true });
  browser = await openBrowser();
  for (const { recording } of CASES) {
    const call = await workplace.receive(recording, '6021', { disposition: recording });
    calls.set(recording, call);
  }
  for (const call of calls.values()) await workplace.prepared(call, 'transcribed', TRANSCRIBED_MS);
}, 2 * TRANSCRIBED_MS);

afterAll(async () => {
  await browser.close();
  await workplace.close();
});

describe.each(CASES)('in $language', ({ language, recording, words, said, other }) => {
  const say = (key: string, values = {}) => word(language, key, values);
  const call = () => calls.get(recording) ?? '';
  const seconds = (clock: string) => clock.split(':').reduce((all, part) => all * 60 + Number(part), 0);

  /** The count beside the search field of a call, such as `2/5`. */
  async function counted(page: Page): Promise<[number, number]> {
    const count = page.locator('.word-search-count');
    await until(async () => /^\d+\/\d+$/.test((await count.textContent()) ?? ''), 'hits are counted');
    const [place = 0, total = 0] = ((await count.textContent()) ?? '').split('/').map(Number);
    return [place, total];
  }

  test('on the list, each sentence with its match, played from its second', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.inspector, { language });
    const trouble = watchFor(page);
    await page.goto('/calls');
    const field = page.getByLabel(say('search:said.field'), { exact: true });
    await field.fill(words);
    await field.press('Enter');
    await page.getByText(say('calls:chip', { field: say('calls:field.said'), value: words })).waitFor();
    const hits = page.getByRole('list', { name: say('search:hits.title') });
    await hits.locator('mark', { hasText: said }).first().waitFor();
    expect(await page.getByRole('row').filter({ hasText: other }).count()).toBe(0);
    expect(await serious(page)).toEqual([]);
    expect(new URL(page.url()).searchParams.get('said')).toBe(words);
    const hit = hits.getByRole('button').first();
    const at = seconds((await hit.locator('.number').textContent()) ?? '');
    await hit.click();
    const slider = page.getByRole('slider', { name: say('calls:player.position') });
    await slider.waitFor();
    // Positions are rounded to the second, and it plays.
    await until(async () => {
      const now = Number(await slider.getAttribute('aria-valuenow')) / 1000;
      return now >= at - 1 && now < at + 20;
    }, 'it plays from its second');
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  test('what is not understood is told with its place, and help says how to write it', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.inspector, { language });
    await page.goto(`/calls?said=${encodeURIComponent('card "open')}`);
    await page.getByText(say('codes:error.search_open_quote', { at: 6 })).waitFor();
    await page.getByRole('button', { name: say('search:said.how') }).click();
    await page.getByText(say('search:said.means.not')).waitFor();
    await page.context().close();
  });

  test('within a call, from the list, with marks on words and waveform', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.inspector, { language });
    const trouble = watchFor(page);
    await page.goto(`/calls/${call()}?said=${encodeURIComponent(words)}`);
    const [first, total] = await counted(page);
    expect(first).toBe(1);
    expect(total).toBeGreaterThan(1);
    await page.locator('.transcript-line mark', { hasText: said }).first().waitFor();
    expect(await page.locator('.player-hit').count()).toBeGreaterThan(0);
    expect(await serious(page)).toEqual([]);
    const before = await position(page);
    await page.keyboard.press('Slash');
    await writing(page);
    await page.keyboard.press('Enter');
    await until(async () => (await counted(page))[0] === 2, 'the second hit is chosen');
    expect(await position(page)).toBeGreaterThan(before);
    await page.keyboard.press('Shift+Enter');
    await until(async () => (await counted(page))[0] === 1, 'the first hit is chosen again');
    await page.keyboard.press('Shift+Enter');
    await until(async () => (await counted(page))[0] === total, 'round to the last');
    await page.keyboard.press('Escape');
    await page.locator('.player-hit').first().waitFor({ state: 'detached' });
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  test('while scoring, by its key', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.inspector, { language });
    const trouble = watchFor(page);
    const draft = await page.evaluate(begin, call());
    await page.goto(`/review/${draft}`);
    await opened(page);
    await page.locator('.word-search').waitFor();
    await page.keyboard.press('Slash');
    await writing(page);
    await page.keyboard.type(words);
    await page.keyboard.press('Enter');
    const [, total] = await counted(page);
    expect(total).toBeGreaterThan(1);
    await page.locator('.transcript-line mark').first().waitFor();
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  test('it chooses a range, by mouse and by keys, and a clip is made of it', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.trainer, { language });
    const trouble = watchFor(page);
    await page.goto(`/calls/${call()}`);
    const line = (place: number) =>
      page.locator(`.transcript li[data-index="${String(place)}"] .transcript-line`);
    await line(3).waitFor();
    const lines = await page.evaluate(linesOf, call());
    const span = (from: number, to: number) => ({
      start_ms: lines[from]?.start_ms,
      end_ms: Math.max(...lines.slice(from, to + 1).map(({ end_ms }) => end_ms)),
    });
    const marked = page.locator('.transcript-marked');
    await line(1).click();
    await line(3).click({ modifiers: ['Shift'] });
    await until(async () => (await marked.count()) >= 3, 'three are chosen');
    await page.locator('.player-range').waitFor();
    expect(await serious(page), 'a chosen range').toEqual([]);
    await page.keyboard.press('Escape');
    await until(async () => (await marked.count()) === 0, 'nothing is chosen');
    // What is heard, then one more.
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowUp');
    await page.getByRole('button', { name: spaced(say('clips:make')) }).press('Enter');
    await page.getByLabel(say('clips:title'), { exact: true }).fill('What was said');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'What was said' }).waitFor();
    expect(await page.evaluate(rangesOf, `/calls/${call()}/clips`)).toEqual([span(1, 2)]);
    expect(trouble).toEqual([]);
    await page.context().close();

    const scoring = await signIn(browser, workplace.url, PEOPLE.inspector, { language });
    await scoring.goto(`/review/${await scoring.evaluate(begin, call())}`);
    await opened(scoring);
    await scoring.locator('.transcript-line').first().waitFor();
    await scoring.keyboard.press('Shift+Slash');
    await scoring.getByText(say('review:keys.utterances')).waitFor();
    await scoring.locator('.key-sheet-keys:focus').waitFor();
    await scoring.keyboard.press('Escape');
    await scoring.getByText(say('review:keys.utterances')).waitFor({ state: 'hidden' });
    await scoring.keyboard.press('Shift+ArrowDown');
    await scoring.keyboard.press('Shift+ArrowDown');
    await until(async () => (await scoring.locator('.transcript-marked').count()) >= 2, 'two are chosen');
    await scoring.keyboard.press('KeyK');
    await scoring.getByText(say('codes:flag.coaching')).first().waitFor();
    const spans = lines.map((_, place) => span(place, place + 1));
    const [flagged] = await scoring.evaluate(rangesOf, `/calls/${call()}/flags`);
    expect(spans).toContainEqual(flagged);
    await scoring.context().close();
  });

  test('what is said is saved as a file, by whoever may', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.manager, { language });
    await page.goto(`/calls/${call()}`);
    await page.getByRole('button', { name: spaced(say('search:file.take')) }).click();
    const coming = page.waitForEvent('download');
    await page.getByText(say('search:file.srt')).click();
    const file = await coming;
    expect(file.suggestedFilename()).toMatch(/^\d{4}-\d{2}-\d{2}-\d{6}-[0-9a-f]{8}\.srt$/);
    const text = await readFile(await file.path(), 'utf8');
    expect(text).toContain(`${say('search:speaker.agent')}: `);
    expect(text.toLowerCase()).toContain(said);
    await page.context().close();
    const inspector = await signIn(browser, workplace.url, PEOPLE.inspector, { language });
    await inspector.goto(`/calls/${call()}`);
    await inspector.locator('.word-search').waitFor();
    expect(await inspector.getByText(say('search:file.take')).count()).toBe(0);
    await inspector.context().close();
  });
});

/** Runs in the page: the utterances of a call of one recording, in the order in which they are read. */
async function linesOf(call: string) {
  const get = async <T>(path: string) => (await (await fetch(`/api/v1${path}`)).json()) as { items: T[] };
  const [recording] = (await get<{ id: string }>(`/calls/${call}/recordings`)).items;
  const path = `/recordings/${recording?.id ?? ''}/transcript?limit=200`;
  const { items } = await get<{ start_ms: number; end_ms: number; channel: number }>(path);
  return items.sort((one, other) => one.start_ms - other.start_ms || one.channel - other.channel);
}

/** Runs in the page: where the clips or flags of a list begin and end. */
async function rangesOf(path: string) {
  const { items } = (await (await fetch(`/api/v1${path}`)).json()) as {
    items: { start_ms: number; end_ms: number }[];
  };
  return items.map(({ start_ms, end_ms }) => ({ start_ms, end_ms }));
}
