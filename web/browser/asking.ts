// What a test asks of the server as whoever is signed in on a page.
import type { Page } from 'playwright-core';

/** The answer; throws where it is refused. */
export async function ask<T>(page: Page, method: string, path: string, body?: unknown): Promise<T> {
  const answer = await page.evaluate(
    async ([how, where, what]) => {
      const headers = { 'content-type': 'application/json' };
      const answered = await fetch(`/api/v1${where}`, { method: how, headers, body: what });
      return { is_good: answered.ok, text: await answered.text() };
    },
    [method, path, body === undefined ? null : JSON.stringify(body)] as const,
  );
  if (!answer.is_good) throw new Error(`${method} ${path}: ${answer.text}`);
  return JSON.parse(answer.text) as T;
}

/** Runs in the page: what the server answers. */
export async function statusOf(path: string): Promise<number> {
  return (await fetch(`/api/v1${path}`)).status;
}

/** A clip of two seconds of this call. */
export async function makeClip(page: Page, call: string, title: string): Promise<string> {
  const { items } = await ask<{ items: { id: string }[] }>(page, 'GET', `/calls/${call}/recordings`);
  const range = { recording_id: items[0]?.id, start_ms: 1_000, end_ms: 3_000 };
  return (await ask<{ id: string }>(page, 'POST', `/calls/${call}/clips`, { ...range, title })).id;
}

type Tie = { scorecard_id: string; item: string };

/** Writes a case as it is but for these. */
export async function writeCase(page: Page, id: string, change: Record<string, unknown>): Promise<void> {
  type Known = Record<string, unknown> & { library: { id: string }; items: Tie[] };
  const known = await ask<Known>(page, 'GET', `/cases/${id}`);
  const { edition, teaching_line, why, level, language, hides_names, tags, points, questions } = known;
  const items = known.items.map((one) => ({ scorecard_id: one.scorecard_id, item: one.item }));
  const as = { edition, teaching_line, why, level, language, hides_names, tags, points, questions, items };
  await ask(page, 'PUT', `/cases/${id}`, {
    ...as,
    library_id: known.library.id,
    review_on: null,
    answers: [],
    ...change,
  });
}
