// What the player's own sound says of where it is: the second at which it was told to be still.
import type { Page } from 'playwright-core';

/** Keeps every sound that the page makes, and notes the second of each when it is paused. */
export async function watchSounds(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const watched = window as unknown as { sounds: HTMLAudioElement[]; stillAt: number[] };
    watched.sounds = [];
    watched.stillAt = [];
    const Native = window.Audio;
    // A sound is made as before; it only says when it is paused, before anybody puts it anywhere else.
    window.Audio = function (src?: string) {
      const sound = new Native(src);
      const pause = sound.pause.bind(sound);
      sound.pause = () => {
        if (!sound.paused) watched.stillAt.push(sound.currentTime);
        pause();
      };
      watched.sounds.push(sound);
      return sound;
    } as unknown as typeof Audio;
  });
}

/** The seconds at which playing was stopped so far, the last one last. */
export function stillAt(page: Page): Promise<number[]> {
  return page.evaluate(() => (window as unknown as { stillAt: number[] }).stillAt);
}

/** Where the sound is now, in seconds of the sound itself; null where nothing was played yet. */
export function currentTime(page: Page): Promise<number | null> {
  return page.evaluate(() => {
    const { sounds } = window as unknown as { sounds: HTMLAudioElement[] };
    return sounds.findLast((sound) => sound.currentTime > 0)?.currentTime ?? null;
  });
}

/** Whether anything is heard. */
export function isPlaying(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const { sounds } = window as unknown as { sounds: HTMLAudioElement[] };
    return sounds.some((sound) => !sound.paused);
  });
}
