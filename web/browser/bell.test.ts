// The bell: one stream for all tabs of a browser, and every tab tells at once what happened.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { begin, until } from './review_desk';
import { openBrowser, signIn, watchFor } from './visitor';
import { word } from './words';
import { PEOPLE, Workplace } from './workplace';

const TABS = 8;
/** A release is out ten seconds later, and every process looks once a second. */
const TOLD_MS = 40_000;

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

/** How many streams the server has open. */
async function streams(): Promise<number> {
  const text = await (await fetch(`${workplace.url}/metrics`)).text();
  return Number(/^earmark_event_streams (\d+)$/m.exec(text)?.[1]);
}

/** The number at the bell, read in one step: between two it may have gone. */
async function count(page: Page): Promise<number> {
  const [shown] = await page.locator('.bell-count').allTextContents();
  return Number(shown ?? 0);
}

async function allShow(tabs: readonly Page[], wanted: number): Promise<void> {
  for (const [place, tab] of tabs.entries()) {
    await until(
      async () => (await count(tab)) === wanted,
      `tab ${String(place)} shows ${String(wanted)}`,
      TOLD_MS,
    );
  }
}

let inspector: Page;
let received = 0;

/** The inspector scores another call of the agent and releases it. */
async function release(): Promise<void> {
  const recordings = ['02-broadband-fault', '03-late-parcel', '05-hotel-refund', '01-lost-card'];
  const call = await workplace.receive(recordings[received] ?? '', '6021');
  received += 1;
  const draft = await inspector.evaluate(begin, call);
  const status = await inspector.evaluate(async (id) => {
    const path = `/api/v1/evaluations/${id}`;
    const headers = { 'content-type': 'application/json' };
    const read = (await (await fetch(path)).json()) as {
      scorecard_version: {
        definition: {
          sections: { questions: { key: string; show_when?: unknown; options: { key: string }[] }[] }[];
        };
      };
    };
    const questions = read.scorecard_version.definition.sections.flatMap((section) => section.questions);
    const answers = Object.fromEntries(
      questions
        .filter((question) => !question.show_when)
        .map((question) => [question.key, { options: [question.options[0]?.key] }]),
    );
    const body = JSON.stringify({ edit: 0, answers, notes: [] });
    await fetch(`${path}/draft`, { method: 'PUT', headers, body });
    const done = await fetch(`${path}/release`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ edit: 1 }),
    });
    return done.status;
  }, draft);
  expect(status).toBe(200);
}

describe('eight tabs of one browser', () => {
  let context: BrowserContext;
  const tabs: Page[] = [];
  const trouble: string[][] = [];

  beforeAll(async () => {
    inspector = await signIn(browser, workplace.url, PEOPLE.inspector);
    const first = await signIn(browser, workplace.url, PEOPLE.agent);
    context = first.context();
    tabs.push(first);
    while (tabs.length < TABS) tabs.push(await context.newPage());
    for (const tab of tabs) {
      trouble.push(watchFor(tab));
      await tab.goto('/home');
      await tab.getByRole('heading', { level: 1 }).waitFor();
    }
  });

  afterAll(async () => {
    await context.close();
    await inspector.context().close();
  });

  test('share one stream, and all of them answer', async () => {
    // The inspector's browser has one, and the agent's eight tabs have one.
    await until(async () => (await streams()) === 2, 'each browser has one stream');
    // HTTP/1.1 allows six connections for all tabs: with a stream in each, these would wait for ever.
    const answers = await Promise.all(
      tabs.map((tab) => tab.evaluate(async () => (await fetch('/api/v1/me')).status)),
    );
    expect(answers).toEqual(tabs.map(() => 200));
  });

  test('all count a released evaluation', async () => {
    await release();
    await allShow(tabs, 1);
  });

  test('the tab that came first is closed, and nothing is missed', async () => {
    const first = tabs.shift();
    await first?.close();
    await release();
    await allShow(tabs, 2);
    await until(async () => (await streams()) === 2, 'the stream is still one');
  });

  test('a notice leads to its page and is read in every tab', async () => {
    const [tab] = tabs as [Page];
    await tab.getByTitle(word('en', 'shell:bell.title_other', { count: 2 })).click();
    await tab.locator('.bell .notice-unread a').first().click();
    await tab.waitForURL(/\/feedback\/[0-9a-f-]{36}/);
    await allShow(tabs, 1);
    await tab.getByTitle(word('en', 'shell:bell.title_one', { count: 1 })).click();
    await tab.getByRole('button', { name: word('en', 'shell:bell.read_all') }).click();
    await allShow(tabs, 0);
  });

  test('without trouble', () => {
    expect(trouble.flat()).toEqual([]);
  });

  test('signing out ends the stream', async () => {
    const [tab] = tabs as [Page];
    await tab.evaluate(() => fetch('/api/v1/session', { method: 'DELETE' }));
    await until(async () => (await streams()) === 1, 'only the inspector has one');
  });
});

test('an inspector is told in their language who put calls into their queue', async () => {
  const page = await signIn(browser, workplace.url, PEOPLE.inspector, { language: 'zh-CN' });
  const manager = await signIn(browser, workplace.url, PEOPLE.manager);
  const call = await workplace.receive('03-late-parcel', '6021', { native_id: 'to-be-assigned' });
  const status = await manager.evaluate(
    async ([call_id, name]) => {
      const directory = (await (await fetch('/api/v1/directory')).json()) as {
        inspectors: { id: string; name: string }[];
      };
      const inspector_id = directory.inspectors.find((one) => one.name === name)?.id;
      const answer = await fetch('/api/v1/assignments', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ call_ids: [call_id], inspector_id }),
      });
      return answer.status;
    },
    [call, PEOPLE.inspector.name] as const,
  );
  expect(status).toBe(200);
  await until(async () => (await count(page)) > 0, 'the bell counts it', TOLD_MS);
  await page.locator('.bell-count').click();
  const told = word('zh-CN', 'codes:notice.calls_assigned_one', { actor: PEOPLE.manager.name, count: 1 });
  await page.getByText(told).first().click();
  await page.waitForURL(/\/today/);
  await page.context().close();
  await manager.context().close();
});
