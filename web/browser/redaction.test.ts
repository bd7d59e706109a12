// A transcript corrected into a card number: hidden from the agent in words and sound, heard by an inspector
// who asks for the original, and gone once the correction is taken back; in both languages.
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, signIn } from './visitor';
import { spaced, word } from './words';
import { PEOPLE, Workplace } from './workplace';

const CASES = [
  { language: 'en', recording: '03-late-parcel', said: 'Sure, it is 4111 1111 1111 1111' },
  { language: 'zh-CN', recording: '01-lost-card', said: '我的卡号是四幺幺幺 幺幺幺幺 幺幺幺幺 幺幺幺幺' },
] as const;

/** Transcribing and hiding; the machine may be busy. */
const PATIENCE_MS = 240_000;
const STEP_MS = 20_000;

let workplace: Workplace;
let browser: Browser;

beforeAll(async () => {
  workplace = await Workplace.open({ redacts: true, transcribes: true });
  browser = await openBrowser();
});

afterAll(async () => {
  await browser.close();
  await workplace.close();
});

type Item = { text: string; start_ms: number; end_ms: number; number: number };

/** What whoever is signed in on this page is answered. */
async function get<T>(page: Page, path: string): Promise<T> {
  const answer = await page.request.get(`/api/v1${path}`);
  return (await answer.json()) as T;
}

/** Whether every sample of a stretch of a WAV file is nothing: zero in PCM, either zero in mu-law. */
function isSilent(wav: Buffer, from_ms: number, to_ms: number): boolean {
  const [channels, rate, bits] = [wav.readUInt16LE(22), wav.readUInt32LE(24), wav.readUInt16LE(34)];
  const nothing = bits === 16 ? [0] : [0x7f, 0xff];
  const data = wav.indexOf('data') + 8;
  const place = (ms: number) => data + Math.floor((ms * rate) / 1000) * channels * (bits / 8);
  return wav.subarray(place(from_ms), place(to_ms)).every((byte) => nothing.includes(byte));
}

/** What axe-core finds that keeps people from using the page. */
async function serious(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: typeof import('axe-core') }).axe.run();
    return violations
      .filter((one) => one.impact === 'serious' || one.impact === 'critical')
      .map((one) => `${one.id}: ${one.nodes[0]?.html ?? ''}`);
  });
}

describe.each(CASES)('in $language', ({ language, recording, said }) => {
  const say = (key: string, values = {}) => word(language, key, values);
  const hidden = say('words:hidden.card');
  let call: string;
  let id: string;
  let inspector: Page;
  let agent: Page;
  let line: Item;

  const open = async (page: Page) => {
    await page.goto(`/calls/${call}`);
    await page.locator('.transcript-line').first().waitFor();
  };

  const redacted = async (hides: number) => {
    const state = async () =>
      (await get<{ redaction: { state: string; hidden: number } }>(agent, `/recordings/${id}`)).redaction;
    await expect.poll(state, { timeout: PATIENCE_MS }).toEqual({ state: 'done', hidden: hides });
  };

  beforeAll(async () => {
    call = await workplace.receive(recording, '6021');
    await workplace.prepared(call);
    [id = ''] = await workplace.recordings(call);
    inspector = await signIn(browser, workplace.url, PEOPLE.inspector, { language });
    agent = await signIn(browser, workplace.url, PEOPLE.agent, { language });
  }, PATIENCE_MS);

  afterAll(async () => {
    await inspector.context().close();
    await agent.context().close();
  });

  test(
    'until the call is worked through, the agent reads that it is being prepared',
    async () => {
      await agent.goto(`/calls/${call}`);
      const closed = agent.getByText(say('words:closed.hint'));
      const words = agent.locator('.transcript-line').first();
      // The machine may have been quicker than the browser.
      await closed.or(words).first().waitFor();
      await workplace.prepared(call, 'transcribed', PATIENCE_MS);
      await redacted(0);
      await open(agent);
    },
    PATIENCE_MS * 2,
  );

  test(
    'a line that is corrected into a card number is hidden in what the agent reads and hears',
    async () => {
      await open(inspector);
      const { items } = await get<{ items: Item[] }>(inspector, `/recordings/${id}/transcript`);
      [line = { text: '', start_ms: 0, end_ms: 0, number: 0 }] = items;
      await inspector.locator('.transcript-lines li').first().hover();
      await inspector
        .getByRole('button', { name: say('words:correct.begin') })
        .first()
        .click();
      const field = inspector.getByRole('textbox', { name: say('words:correct.words') });
      await field.waitFor();
      expect(await serious(inspector), 'the line that is corrected').toEqual([]);
      await field.fill(said);
      await field.press('Control+Enter');
      await inspector.locator('.transcript-hidden', { hasText: hidden }).first().waitFor();
      await redacted(1);

      await open(agent);
      await agent.locator('.transcript-hidden', { hasText: hidden }).first().waitFor();
      expect(await serious(agent), 'what is hidden').toEqual([]);
      expect(await agent.locator('.transcript').innerText()).not.toMatch(/1111|幺幺/);
      const heard = await agent.request.get(`/api/v1/recordings/${id}/audio`);
      const from = Math.round(line.start_ms + (line.end_ms - line.start_ms) * 0.6);
      expect(isSilent(await heard.body(), from, line.end_ms)).toBe(true);
      const forbidden = await agent.request.get(`/api/v1/recordings/${id}/original/audio`);
      expect(forbidden.status()).toBe(403);
    },
    PATIENCE_MS * 2,
  );

  test('an inspector asks for the original, and that is noted', async () => {
    await open(inspector);
    await inspector.getByRole('button', { name: say('words:original.off') }).click();
    await inspector
      .locator('.transcript-line', { hasText: said.slice(-9) })
      .first()
      .waitFor();
    const heard = await inspector.request.get(`/api/v1/recordings/${id}/original/audio`);
    const from = Math.round(line.start_ms + (line.end_ms - line.start_ms) * 0.6);
    expect(isSilent(await heard.body(), from, line.end_ms)).toBe(false);

    const manager = await signIn(browser, workplace.url, PEOPLE.manager, { language });
    await open(manager);
    await manager.getByText(say('keeping:heard.other')).click();
    const noted = say('keeping:heard.original_played', { name: PEOPLE.inspector.name });
    await manager.getByText(noted).first().waitFor();
    await manager.context().close();
  });

  test(
    'the correction is taken back, and everybody reads what was heard',
    async () => {
      await open(inspector);
      await inspector.locator('.transcript-lines li').first().hover();
      await inspector
        .getByRole('button', { name: say('words:correct.begin') })
        .first()
        .click();
      await inspector.getByText(say('words:correct.heard')).waitFor();
      expect(await serious(inspector), 'what stood there before').toEqual([]);
      await inspector.getByRole('button', { name: spaced(say('words:correct.undo')) }).click();
      await redacted(0);
      await open(agent);
      await agent.locator('.transcript-line', { hasText: line.text }).first().waitFor({ timeout: STEP_MS });
    },
    PATIENCE_MS,
  );

  test('where a line ends, by where the sound is', async () => {
    await open(inspector);
    const ends = async () =>
      (await get<{ items: Item[] }>(inspector, `/recordings/${id}/transcript`)).items[0]?.end_ms;
    await inspector.keyboard.press('ArrowRight');
    await inspector.locator('.transcript-lines li').first().hover();
    await inspector
      .getByRole('button', { name: say('words:correct.begin') })
      .first()
      .click();
    await inspector.getByRole('button', { name: say('words:correct.end_ms') }).click();
    await inspector.getByRole('textbox', { name: say('words:correct.words') }).press('Control+Enter');
    await expect.poll(ends, { timeout: STEP_MS }).toBe(5_000);
  });

  test('the speaker of the line that is heard, by one key', async () => {
    await open(inspector);
    const before = await inspector.locator('.transcript-line').first().getAttribute('class');
    await inspector.locator('.transcript-line').first().click();
    await inspector.keyboard.press('KeyQ');
    const other = before?.includes('agent') ? 'customer' : 'agent';
    await inspector.locator('.transcript-lines li').first().locator(`.lane-line-${other}`).waitFor();
    await inspector
      .getByText(say('words:correct.speaker_set', { speaker: say(`words:correct.speaker.${other}`) }))
      .waitFor();
  });
});
