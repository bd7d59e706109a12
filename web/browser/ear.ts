// An ear at the player's element: it is sought to a second, played, and what it gives is listened to.
import type { Browser, BrowserContext, Page } from 'playwright-core';

/** Frames a second at which the ear listens; whatever is played is brought to it by the browser. */
const EAR_RATE = 48_000;
/** Longest wait for a click that should come within a second. */
const PATIENCE_MS = 20_000;

/**
 * Counts frames from the first sound to the first click. Runs beside the sound, where no busy page can
 * make it miss any. A block that is wholly silent is no frame of ours, for ours hum all the time: a busy
 * machine left it empty.
 */
const LISTENER = `
  registerProcessor('ear', class extends AudioWorkletProcessor {
    frames = 0;
    hasBegun = false;
    process([[samples]]) {
      if (!samples || samples.every((sample) => sample === 0)) return true;
      for (const sample of samples) {
        this.hasBegun ||= sample !== 0;
        if (!this.hasBegun) continue;
        if (Math.abs(sample) > 0.2) {
          this.port.postMessage(this.frames);
          return false;
        }
        this.frames += 1;
      }
      return true;
    }
  });
`;

/** A window of somebody who is signed in, in which the ear may run: our pages allow no such script. */
export async function openEar(browser: Browser, url: string, signedIn: BrowserContext): Promise<Page> {
  const storageState = await signedIn.storageState();
  const context = await browser.newContext({ baseURL: url, bypassCSP: true, storageState });
  const page = await context.newPage();
  await page.goto('/');
  return page;
}

/**
 * Seeks an element that plays this recording to a second, plays, and waits for a click: the second of
 * the recording at which it was heard, by what came out of the element since.
 */
export async function clickAfterSeek(ear: Page, recording: string, from_s: number): Promise<number> {
  const frames = await ear.evaluate(
    async ([id, second, listener, rate, patience_ms]) => {
      const context = new AudioContext({ sampleRate: rate });
      const script = URL.createObjectURL(new Blob([listener], { type: 'text/javascript' }));
      await context.audioWorklet.addModule(script);
      const node = new AudioWorkletNode(context, 'ear', { channelCount: 1, channelCountMode: 'explicit' });
      const heard = new Promise<number>((resolve, reject) => {
        node.port.onmessage = ({ data }) => {
          resolve(data as number);
        };
        setTimeout(() => {
          reject(new Error('No click was heard.'));
        }, patience_ms);
      });
      const element = new Audio(`/api/v1/recordings/${id}/audio`);
      const event = (name: string) =>
        new Promise<void>((resolve, reject) => {
          element.addEventListener(name, () => {
            resolve();
          });
          element.addEventListener('error', () => {
            reject(new Error(element.error?.message ?? 'It cannot be played.'));
          });
        });
      await event('loadedmetadata');
      const sought = event('seeked');
      element.currentTime = second;
      await sought;
      context.createMediaElementSource(element).connect(node).connect(context.destination);
      await context.resume();
      await element.play();
      try {
        return await heard;
      } finally {
        element.pause();
        element.removeAttribute('src');
        await context.close();
      }
    },
    [recording, from_s, LISTENER, EAR_RATE, PATIENCE_MS] as const,
  );
  return from_s + frames / EAR_RATE;
}
