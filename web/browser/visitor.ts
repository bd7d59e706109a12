// Somebody at a browser: Debian's Chromium without its windows (its pages are the same, and the tests take a
// quarter less time), driven by playwright-core.
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { spaced } from './words';
import { PASSWORD, type PersonToEnter } from './workplace';

export type Language = 'en' | 'zh-CN';
export type Look = { language?: Language; theme?: 'light' | 'dark'; width?: number; height?: number };

const CHROMIUM = process.env.EARMARK_CHROMIUM ?? '/usr/bin/chromium-headless-shell';

/** How long a page may take for one step; the machine may be busy. */
const PATIENCE_MS = 40_000;

/** Sound plays without a press and without a sound device; nothing is fetched from outside. */
const SWITCHES = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--autoplay-policy=no-user-gesture-required',
];

export async function openBrowser(): Promise<Browser> {
  if (!existsSync(CHROMIUM)) {
    throw new Error(
      `There is no browser at ${CHROMIUM}. Install Debian's chromium-headless-shell, or set EARMARK_CHROMIUM.`,
    );
  }
  return chromium.launch({ executablePath: CHROMIUM, args: SWITCHES });
}

/** A window of its own (cookies and all) in a language and a theme. */
export async function openWindow(browser: Browser, url: string, look: Look = {}): Promise<BrowserContext> {
  const { language = 'en', theme = 'light', width = 1440, height = 900 } = look;
  const context = await browser.newContext({
    baseURL: url,
    locale: language,
    colorScheme: theme,
    viewport: { width, height },
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(PATIENCE_MS);
  await context.addInitScript(
    ([chosenLanguage, chosenTheme]) => {
      localStorage.setItem('earmark.language', chosenLanguage);
      localStorage.setItem('earmark.theme', chosenTheme);
      // A press on a button that still turns is lost: a visitor waits until it stands, as a person would.
      const patience = new CSSStyleSheet();
      patience.replaceSync('.ant-btn-loading { pointer-events: none }');
      document.adoptedStyleSheets.push(patience);
    },
    [language, theme] as const,
  );
  return context;
}

/** Signs in on the page and waits for what they land on. */
export async function signIn(
  browser: Browser,
  url: string,
  person: Pick<PersonToEnter, 'signIn'>,
  look: Look = {},
  password = PASSWORD,
): Promise<Page> {
  const context = await openWindow(browser, url, look);
  const page = await context.newPage();
  await page.goto('/signin');
  await page.locator('input[autocomplete=username]').fill(person.signIn);
  await page.locator('input[autocomplete=current-password]').fill(password);
  await page.keyboard.press('Enter');
  await page.waitForURL((address) => !address.pathname.startsWith('/signin'));
  return page;
}

/** Waits until everything that the page asked for is there and drawn. Not `networkidle`: the stream of
 * events, which a worker holds for all tabs, never ends. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('load');
  await page.evaluate(async () => {
    let [answered, quiet] = [-1, 0];
    while (quiet < 5) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      const now = performance.getEntriesByType('resource').length;
      quiet = now === answered ? quiet + 1 : 0;
      answered = now;
    }
  });
  await page.locator('.ant-spin-spinning').first().waitFor({ state: 'detached' });
}

/** What went wrong in a page that nobody would see: exceptions and failed requests of our own. */
export function watchFor(page: Page): string[] {
  const trouble: string[] = [];
  page.on('pageerror', (error) => trouble.push(`exception: ${error.message}`));
  page.on('response', (answer) => {
    if (answer.status() >= 400) trouble.push(`${String(answer.status())}: ${new URL(answer.url()).pathname}`);
  });
  return trouble;
}

/** Types into a list that is open, and takes what it finds: once it is there, for what a list offers may still
 * be on its way. */
export async function take(page: Page, text: string): Promise<void> {
  await page.keyboard.type(text);
  await page
    .locator('.ant-select-dropdown:visible .ant-select-item-option-active', { hasText: text })
    .waitFor();
  await page.keyboard.press('Enter');
}

/** Says yes where a button asks once more. */
export async function confirm(page: Page, yes: string): Promise<void> {
  await page
    .getByRole('tooltip')
    .getByRole('button', { name: spaced(yes) })
    .click();
}
