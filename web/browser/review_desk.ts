// The review page as an inspector uses it: what is read off it, and the keys that are pressed.
import type { Page } from 'playwright-core';
import type { Language } from './visitor';
import { word } from './words';

/** Waits until player and scorecard are there. */
export async function opened(page: Page): Promise<void> {
  await page.locator('.sheet-item').first().waitFor();
  await page.locator('.player-position').waitFor();
}

/** Where the player is on the call's timeline, in seconds, as the page shows it. */
export async function position(page: Page): Promise<number> {
  const shown = (await page.locator('.player-position').textContent()) ?? '';
  const [now = ''] = shown.split('/');
  return now
    .trim()
    .split(':')
    .reduce((seconds, part) => seconds * 60 + Number(part), 0);
}

/** Waits until the player has gone on by some seconds. */
export async function playsOn(page: Page, from: number, seconds: number): Promise<void> {
  await until(async () => (await position(page)) >= from + seconds, 'the player goes on');
}

/** Waits until a key has led into a text: what is typed before would be keys of the page. */
export async function writing(page: Page): Promise<void> {
  await page.locator('textarea:focus, input:focus').waitFor();
}

/** The inspector's answers are safe on the server. */
export async function saved(page: Page, language: Language): Promise<void> {
  const [before = ''] = word(language, 'review:saved.saved', { at: '\n' }).split('\n');
  await page.locator('.review-saved', { hasText: before.trim() }).waitFor();
}

export async function until(holds: () => Promise<boolean>, what: string, most_ms = 20_000): Promise<void> {
  const end = Date.now() + most_ms;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Runs in the page: begins to score a call, and returns the evaluation's id. */
export async function begin(call_id: string): Promise<string> {
  const answer = await fetch('/api/v1/evaluations', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ call_id }),
  });
  return ((await answer.json()) as { id: string }).id;
}

/** Runs in the page: brings a chat of the first agent in and begins to score it. */
export async function beginText(text: string): Promise<{ contact: string; evaluation: string }> {
  const send = async (path: string, body: unknown) => {
    const answer = await fetch(`/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await answer.json()) as { id: string; contact: { id: string } };
  };
  const directory = await fetch('/api/v1/directory');
  const { agents } = (await directory.json()) as { agents: { id: string; external_id: string }[] };
  const added = await send('/contacts', {
    agent_id: agents.find((one) => one.external_id === '6021')?.id,
    channel: 'chat',
    began_at: new Date(Date.now() - 3_600_000).toISOString(),
    format: 'text',
    text,
  });
  const begun = await send('/evaluations', { contact_id: added.contact.id });
  return { contact: added.contact.id, evaluation: begun.id };
}

/** Runs in the page: sits beside an agent, and returns the evaluation's id. */
export async function beginSitting(external_id: string): Promise<string> {
  const directory = await fetch('/api/v1/directory');
  const { agents } = (await directory.json()) as { agents: { id: string; external_id: string }[] };
  const answer = await fetch('/api/v1/sittings', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      agent_id: agents.find((one) => one.external_id === external_id)?.id,
      purpose: 'beside',
    }),
  });
  return ((await answer.json()) as { id: string }).id;
}

/** Runs in the page: begins to verify the sale of a call, and returns the evaluation's id. */
export async function beginSale(call_id: string): Promise<string> {
  const answer = await fetch('/api/v1/evaluations', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ call_id, purpose: 'verification' }),
  });
  return ((await answer.json()) as { id: string }).id;
}
