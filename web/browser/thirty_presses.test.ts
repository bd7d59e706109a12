// A whole review by keyboard alone: twelve items, each answered by itself, a fault with its comment and
// its seconds, the disposition, two notes pinned to the call, release and next. The page counts what is
// pressed: at most thirty. Letters that are typed into a note do not count.
import { resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { opened, saved, until, writing } from './review_desk';
import { openBrowser, signIn, watchFor } from './visitor';
import { word } from './words';
import { PEOPLE, run, Workplace } from './workplace';

const PRESSES_MOST = 30;
const CARD = resolve('browser/twelve-items.yaml');
const RECORDINGS = ['01-lost-card', '03-late-parcel'];

const CASES = [
  {
    language: 'en',
    strength: 'Calm and clear',
    change: 'Let her finish first',
    phrase: 'Named a wrong fee.',
  },
  { language: 'zh-CN', strength: '语气平和', change: '先听客户说完', phrase: '费用答复有误。' },
] as const;

let workplace: Workplace;
let browser: Browser;

beforeAll(async () => {
  workplace = await Workplace.open();
  browser = await openBrowser();
  await run(workplace.folder, ['templates', 'publish', CARD]);
});

afterAll(async () => {
  await browser.close();
  await workplace.close();
});

describe.each(CASES)('in $language', ({ language, strength, change, phrase }) => {
  test('a review takes at most thirty presses', async () => {
    const calls: string[] = [];
    for (const recording of RECORDINGS) {
      const native_id = `${recording} ${language}`;
      calls.push(await workplace.receive(recording, '6021', { native_id, disposition: 'Card lost' }));
    }
    for (const call of calls) await workplace.prepared(call);
    await assign(calls, phrase);

    const page = await signIn(browser, workplace.url, PEOPLE.inspector, { language });
    const trouble = watchFor(page);
    await page.getByRole('button', { name: word(language, 'queue:today.score_next') }).waitFor();
    await page.keyboard.press('Enter');
    await opened(page);
    await count(page);
    const first = new URL(page.url()).pathname;

    await page.keyboard.press('KeyY'); // the disposition is right
    await page.keyboard.press('Digit1');
    await page.keyboard.press('Digit1');
    await page.keyboard.press('Digit0'); // identity: not applicable
    await page.keyboard.press('Digit1');
    await page.keyboard.press('KeyP');
    await writing(page);
    await page.keyboard.type(strength);
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('Digit1');
    await page.keyboard.press('Digit1');
    await page.keyboard.press('Digit2'); // the answer was wrong: comment and evidence are wanted
    await page.getByText(phrase).waitFor();
    await page.keyboard.press('Shift+Digit1');
    await page.keyboard.press('KeyE');
    await page.keyboard.press('KeyW');
    await writing(page);
    await page.keyboard.type(change);
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('Enter'); // the next open item
    await page.keyboard.press('Digit1');
    await page.keyboard.press('Digit0'); // hold: not applicable
    await page.keyboard.press('Digit1');
    await page.keyboard.press('Digit1');
    await page.keyboard.press('Digit1');
    await saved(page, language);
    await page.locator('.review-footer .tone-good, .review-footer .tone-bad').first().waitFor();
    await page.keyboard.press('Control+Enter');
    await page.waitForURL((address) => address.pathname.startsWith('/review/') && address.pathname !== first);

    const { presses, points } = await counted(page);
    expect(points, 'the mouse was not used').toBe(0);
    expect(presses).toBeLessThanOrEqual(PRESSES_MOST);
    expect(trouble).toEqual([]);

    const released = await page.evaluate(async (path) => {
      const answer = await fetch(`/api/v1/evaluations/${path.split('/').at(-1) ?? ''}`);
      return (await answer.json()) as Record<string, never>;
    }, first);
    expect(released).toMatchObject({ state: 'released', disposition: { right: true } });
    const { notes, answers } = released as unknown as {
      notes: { text: string; start_ms: number | null }[];
      answers: Record<string, { comment: string | null; evidence: unknown[] }>;
    };
    expect(notes.map((note) => note.text).sort()).toEqual([strength, change].sort());
    expect(notes.every((note) => note.start_ms !== null)).toBe(true);
    expect(Object.keys(answers)).toHaveLength(12);
    expect(answers.accuracy?.comment).toBe(phrase);
    expect(answers.accuracy?.evidence).toHaveLength(1);
    await page.context().close();
  });
});

/** The manager writes a phrase to the item of the fault and puts the calls into the inspector's queue. */
async function assign(calls: string[], phrase: string): Promise<void> {
  const page = await signIn(browser, workplace.url, PEOPLE.manager);
  const done = await page.evaluate(
    async ({ calls, phrase, inspector }) => {
      const get = async (path: string) => (await (await fetch(`/api/v1${path}`)).json()) as never;
      const post = async (path: string, body: unknown) => {
        const headers = { 'content-type': 'application/json' };
        const answer = await fetch(`/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
        return answer.status;
      };
      const { scorecards, inspectors } = (await get('/directory')) as {
        scorecards: { id: string; key: string }[];
        inspectors: { id: string; name: string }[];
      };
      const scorecard_id = scorecards.find((card) => card.key === 'twelve-items')?.id;
      const inspector_id = inspectors.find((one) => one.name === inspector)?.id;
      const question = 'accuracy';
      // The phrase of the last run made way for this one's: its key is Shift 1 in either language.
      const known = (await get(`/stock-phrases?scorecard=${scorecard_id ?? ''}`)) as {
        items: { id: string }[];
      };
      for (const { id } of known.items) await fetch(`/api/v1/stock-phrases/${id}`, { method: 'DELETE' });
      return [
        await post('/stock-phrases', {
          scorecard_id,
          question,
          option: 'wrong',
          text: phrase,
          is_shared: true,
        }),
        await post('/assignments', { call_ids: calls, inspector_id, scorecard_id }),
      ];
    },
    { calls, phrase, inspector: PEOPLE.inspector.name },
  );
  expect(done.every((status) => status < 300)).toBe(true);
  await page.context().close();
}

type Counting = { presses: number; points: number };

/** From here on the page counts. A key held with Control, Shift or Alt is one press. */
async function count(page: Page): Promise<void> {
  await page.evaluate(() => {
    const counting: Counting = { presses: 0, points: 0 };
    Object.assign(window, { counting });
    const isTyped = (event: KeyboardEvent) =>
      event.target instanceof HTMLTextAreaElement && event.key.length === 1 && !event.ctrlKey;
    window.addEventListener(
      'keydown',
      (event) => {
        if (['Shift', 'Control', 'Alt', 'Meta'].includes(event.key) || isTyped(event)) return;
        counting.presses += 1;
      },
      true,
    );
    window.addEventListener('pointerdown', () => (counting.points += 1), true);
  });
}

async function counted(page: Page): Promise<Counting> {
  let counting: Counting | undefined;
  await until(async () => {
    counting = await page.evaluate(() => (window as unknown as { counting?: Counting }).counting);
    return counting !== undefined;
  }, 'the page has counted');
  return counting ?? { presses: Number.NaN, points: Number.NaN };
}
