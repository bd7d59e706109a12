import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** How long something may take to fade in. */
const FADED_MS = 3_000;

/** For how many frames nothing may move: what opens is laid out a few frames before it begins to fade in. */
const STILL_FRAMES = 12;

/** What axe-core calls serious or critical, with the first place where it stands. What is still fading in has
 * colours of no page, so it waits until everything has come to rest. */
export async function serious(page: Page): Promise<string[]> {
  await page.evaluate(
    async ({ most_ms, frames }) => {
      const until = performance.now() + most_ms;
      let still = 0;
      while (still < frames && performance.now() < until) {
        await new Promise(requestAnimationFrame);
        const moves = document
          .getAnimations()
          .some(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
        still = moves ? 0 : still + 1;
      }
    },
    { most_ms: FADED_MS, frames: STILL_FRAMES },
  );
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const runner = (window as unknown as { axe: typeof axe }).axe;
    const { violations } = await runner.run(document, { resultTypes: ['violations'] });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160) ?? ''}`);
  });
}
