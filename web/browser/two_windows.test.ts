// A draft is never lost: not by a second window, not by a reload in the middle, not by a lost network.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { begin, opened, saved, until } from './review_desk';
import { openBrowser, signIn } from './visitor';
import { PEOPLE, Workplace } from './workplace';

let workplace: Workplace;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  workplace = await Workplace.open();
  browser = await openBrowser();
});

afterAll(async () => {
  await browser.close();
  await workplace.close();
});

let drafts = 0;

describe.each(['en', 'zh-CN'] as const)('in %s', (language) => {
  /** A draft of a call of its own, open in a window. */
  beforeEach(async () => {
    drafts += 1;
    const call = await workplace.receive('02-broadband-fault', '6021', {
      native_id: `draft-${String(drafts)}`,
    });
    await workplace.prepared(call);
    page = await signIn(browser, workplace.url, PEOPLE.inspector, { language });
    const draft = await page.evaluate(begin, call);
    await page.goto(`/review/${draft}`);
    await opened(page);
    await page.keyboard.press('Space');
    return async () => {
      await page.context().close();
    };
  });

  test('what was typed is there again after a reload', async () => {
    await page.keyboard.press('Digit3');
    await page.keyboard.press('ArrowUp'); // an answer goes on to the next item
    await page.keyboard.press('KeyC');
    await page.keyboard.type('Neither company nor ID');
    await page.keyboard.press('Control+Enter');
    await saved(page, language);
    await page.reload();
    await opened(page);
    expect(await chosen(page)).toEqual(['3']);
    await page.locator('.sheet-title').first().click();
    await page.getByText('Neither company nor ID').first().waitFor();
  });

  test('two windows keep the answers of both', async () => {
    const other = await page.context().newPage();
    await other.goto(page.url());
    await opened(other);
    await other.keyboard.press('Space');
    await page.keyboard.press('Digit1'); // the first item, here
    await saved(page, language);
    await other.keyboard.press('ArrowDown');
    await other.keyboard.press('Digit2'); // the second, in a window that does not know the first answer
    await until(async () => (await chosen(other)).length === 2, 'the other window has taken the answer over');
    await saved(other, language);
    await page.reload();
    await opened(page);
    expect(await chosen(page)).toEqual(['1', '2']);
  });

  test('undo takes the last answer back, on the server too', async () => {
    await page.keyboard.press('Digit1');
    await page.keyboard.press('Digit1');
    await page.keyboard.press('KeyZ');
    expect(await chosen(page)).toEqual(['1']);
    await saved(page, language);
    await page.reload();
    await opened(page);
    expect(await chosen(page)).toEqual(['1']);
  });

  test('without a network answers are kept, and saved when it is back', async () => {
    await page.context().setOffline(true);
    await page.keyboard.press('Digit2');
    await page.locator('.review-saved.tone-warning').waitFor();
    await page.context().setOffline(false);
    await saved(page, language);
    await page.reload();
    await opened(page);
    expect(await chosen(page)).toEqual(['2']);
  });
});

/** The numbers of the options that are chosen, in the order of the card. */
async function chosen(window: Page): Promise<string[]> {
  const pressed = window.locator('.review-sheet :is(.sheet-chips, .sheet-options) [aria-pressed=true]');
  return pressed.evaluateAll((chips) =>
    chips.map((chip) => (chip.getAttribute('aria-label') ?? chip.textContent).slice(0, 1)),
  );
}
