// A call of which nothing is hidden yet: an inspector is told that it is the original, an administrator asks for
// it by a press, and an agent reads whether it is worth waiting; in both languages.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serious } from './serious';
import { openBrowser, signIn, watchFor } from './visitor';
import { spaced, word } from './words';
import { PEOPLE, Workplace } from './workplace';

let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});

afterAll(async () => {
  await browser.close();
});

describe.each(['en', 'zh-CN'] as const)('in %s', (language) => {
  const say = (key: string, values = {}) => word(language, key, values);
  let workplace: Workplace;
  let call: string;
  let administrator: Page;

  const change = async (method: 'PUT' | 'POST', path: string, body: object = {}) => {
    const answer = await administrator.evaluate(
      async ([how, where, what]) => {
        const headers = { 'content-type': 'application/json' };
        return (await fetch(where, { method: how, headers, body: what })).status;
      },
      [method, `/api/v1${path}`, JSON.stringify(body)] as const,
    );
    expect(answer, path).toBe(204);
  };

  const waiting = async () => {
    const answer = await administrator.request.get('/api/v1/transcription/waiting');
    const { items } = (await answer.json()) as { items: { work: { job_id: string } }[] };
    return items.map(({ work }) => work.job_id);
  };

  beforeAll(async () => {
    workplace = await Workplace.open({ redacts: true });
    administrator = await signIn(browser, workplace.url, PEOPLE.administrator, { language });
    await change('PUT', '/transcription/pause', { paused: true });
    call = await workplace.receive('03-late-parcel', '6021');
    await workplace.prepared(call);
  }, 120_000);

  afterAll(async () => {
    await workplace.close();
  });

  test('an inspector hears the original, is told so, and has nothing to choose', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.inspector, { language });
    const trouble = watchFor(page);
    await page.goto(`/calls/${call}`);
    await page
      .getByRole('status')
      .filter({ hasText: say('words:original.unavoidable') })
      .waitFor();
    expect(await page.getByRole('button', { name: say('words:original.off') }).count()).toBe(0);
    expect(await serious(page)).toEqual([]);

    await page.goto('/calls');
    await page
      .getByRole('button', { name: say('calls:player.play') })
      .first()
      .click();
    await page.getByText(say('words:original.noted')).waitFor();
    expect(await serious(page), 'in the list').toEqual([]);
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  test('an agent reads that it is being prepared; once somebody stopped that, so', async () => {
    const page = await signIn(browser, workplace.url, PEOPLE.agent, { language });
    await page.goto(`/calls/${call}`);
    await page.getByText(say('words:closed.hint')).waitFor();
    // The page asks for the words, and so has them made.
    await expect.poll(waiting).toHaveLength(1);
    await change('POST', `/transcription/jobs/${(await waiting())[0] ?? ''}/stop`);
    await page.reload();
    await page.getByText(say('words:closed.failed_hint')).waitFor();
    await page.getByText(say('words:closed.failed_words')).waitFor();
    expect(await serious(page)).toEqual([]);
    await page.context().close();
  });

  test('an administrator hears no calls, but an original by a press', async () => {
    await administrator.goto(`/calls/${call}`);
    await administrator.getByText(say('calls:call.may_not_hear')).waitFor();
    const press = administrator.getByRole('button', { name: spaced(say('words:original.hear')) });
    await press.press('Enter');
    const sound = administrator.locator('audio');
    await sound.waitFor();
    const length = await sound.evaluate(async (element: HTMLAudioElement) => {
      await element.play();
      element.pause();
      return element.duration;
    });
    expect(length).toBeGreaterThan(10);
    await administrator.getByText(say('words:original.no_words')).waitFor();
    expect(await serious(administrator)).toEqual([]);
    const manager = await signIn(browser, workplace.url, PEOPLE.manager, { language });
    await manager.goto(`/calls/${call}`);
    await manager.getByText(say('keeping:heard.other')).click();
    const noted = say('keeping:heard.original_played', { name: PEOPLE.administrator.name });
    await manager.getByText(noted).first().waitFor();
    await manager.context().close();
  });
});
