import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** How long something may take to fade in. */
const FADED_MS = 3_000;

/** What axe-core calls serious or critical, with the first place where it stands. What is still fading in has
 * colours of no page, so it waits until everything has come to rest. */
export async function serious(page: Page): Promise<string[]> {
  await page.evaluate(async (most_ms) => {
    const running = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    const rest = Promise.allSettled(running.map(({ finished }) => finished));
    await Promise.race([rest, new Promise((resolve) => setTimeout(resolve, most_ms))]);
  }, FADED_MS);
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const runner = (window as unknown as { axe: typeof axe }).axe;
    const { violations } = await runner.run(document, { resultTypes: ['violations'] });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160) ?? ''}`);
  });
}
