// What is played is heard when we say that it is: clicks at known seconds, in every format.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encode, unfinished, writeClicks } from './clicks';
import { openBrowser, signIn } from './visitor';
import { PEOPLE, Workplace } from './workplace';

/** What an ear can tell. */
const TOLERANCE_S = 0.02;
/** How long before a click the player is sent to. */
const LEAD_S = 0.5;
const LENGTH_S = 12;
const CLICKS_S = [1, 6.5, 11];
const HOUR_S = 3_600;
const HOUR_CLICKS_S = [1, 1_800.25, 3_599];

/** The file that is sent, the rate of its sound, and how ffmpeg writes it. */
type Format = { name: string; rate: number; options: string[] };

const FORMATS: Format[] = [
  { name: 'u8.wav', rate: 8_000, options: ['-c:a', 'pcm_u8'] },
  { name: 's16.wav', rate: 8_000, options: ['-c:a', 'pcm_s16le'] },
  { name: 's24.wav', rate: 44_100, options: ['-c:a', 'pcm_s24le'] },
  { name: 's32.wav', rate: 8_000, options: ['-c:a', 'pcm_s32le'] },
  { name: 'f32.wav', rate: 16_000, options: ['-c:a', 'pcm_f32le'] },
  { name: 'f64.wav', rate: 8_000, options: ['-c:a', 'pcm_f64le'] },
  { name: 'alaw.wav', rate: 8_000, options: ['-c:a', 'pcm_alaw'] },
  { name: 'mulaw.wav', rate: 8_000, options: ['-c:a', 'pcm_mulaw'] },
  { name: 'rf64.wav', rate: 8_000, options: ['-rf64', 'always'] },
  { name: 'gsm.wav', rate: 8_000, options: ['-c:a', 'libgsm_ms'] },
  { name: 'ms.wav', rate: 8_000, options: ['-c:a', 'adpcm_ms'] },
  { name: 'ima.wav', rate: 8_000, options: ['-c:a', 'adpcm_ima_wav'] },
  { name: 'g722.wav', rate: 16_000, options: ['-c:a', 'g722'] },
  { name: 'g726.wav', rate: 8_000, options: ['-c:a', 'g726', '-b:a', '32k'] },
  { name: 'sun.au', rate: 8_000, options: ['-c:a', 'pcm_mulaw'] },
  { name: 'apple.aiff', rate: 44_100, options: [] },
  { name: 'narrow.mp3', rate: 8_000, options: ['-b:a', '16k'] },
  { name: 'wide.mp3', rate: 44_100, options: ['-q:a', '4'] },
  { name: 'lossless.flac', rate: 16_000, options: [] },
  { name: 'vorbis.ogg', rate: 16_000, options: ['-c:a', 'libvorbis'] },
  { name: 'call.opus', rate: 16_000, options: ['-c:a', 'libopus'] },
  { name: 'browser.webm', rate: 48_000, options: ['-c:a', 'libopus'] },
  { name: 'telephone.m4a', rate: 8_000, options: ['-c:a', 'aac'] },
  { name: 'app.m4a', rate: 44_100, options: ['-c:a', 'aac'] },
  { name: 'q-1.ulaw', rate: 8_000, options: ['-c:a', 'pcm_mulaw', '-f', 'mulaw'] },
  { name: 'q-2.alaw', rate: 8_000, options: ['-c:a', 'pcm_alaw', '-f', 'alaw'] },
  { name: 'q-3.sln16', rate: 16_000, options: ['-c:a', 'pcm_s16le', '-f', 's16le'] },
  { name: 'q-4.gsm', rate: 8_000, options: ['-c:a', 'libgsm'] },
  { name: 'q-5.g722', rate: 16_000, options: [] },
];

let workplace: Workplace;
let browser: Browser;
let folder: string;
let page: Page;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earmark-clicks-'));
  workplace = await Workplace.open();
  browser = await openBrowser();
  page = await signIn(browser, workplace.url, PEOPLE.manager);
});

afterAll(async () => {
  await browser.close();
  await workplace.close();
  await rm(folder, { recursive: true, force: true });
});

/** Brings a file in and waits until it can be played; the ids of its recordings. */
async function bringIn(name: string, bytes: Buffer): Promise<string> {
  const call = await workplace.receiveFile(name, bytes);
  await workplace.prepared(call);
  const [recording] = await workplace.recordings(call);
  if (!recording) throw new Error(`${name} has no recording`);
  return recording;
}

/**
 * Sends a media element a little before each second and says how long after that place the click is
 * heard. The hum tells where the sound begins: its first sample is the place that the element went to.
 */
async function heardAfter(recording: string, places_s: readonly number[]): Promise<number[]> {
  return page.evaluate(
    async ([id, places]) => {
      const context = new AudioContext({ sampleRate: 48_000 });
      const element = new Audio();
      element.preload = 'auto';
      element.src = `/api/v1/recordings/${id}/audio`;
      const happens = (what: string) =>
        new Promise<void>((resolve, reject) => {
          element.addEventListener(
            what,
            () => {
              resolve();
            },
            { once: true },
          );
          element.addEventListener(
            'error',
            () => {
              reject(new Error(element.error?.message));
            },
            { once: true },
          );
        });
      await happens('loadedmetadata');
      const ear = context.createScriptProcessor(1_024, 1, 1);
      context.createMediaElementSource(element).connect(ear);
      ear.connect(context.destination);
      await context.resume();
      const heard: number[] = [];
      for (const place of places) {
        const sought = happens('seeked');
        element.currentTime = place;
        await sought;
        const samples: number[] = [];
        ear.onaudioprocess = (event) => {
          samples.push(...event.inputBuffer.getChannelData(0));
        };
        await element.play();
        const isLoud = (sample: number) => Math.abs(sample) > 0.2;
        for (let waited = 0; waited < 100 && !samples.some(isLoud); waited += 1) {
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
        ear.onaudioprocess = null;
        element.pause();
        const begins = samples.findIndex((sample) => Math.abs(sample) > 0.001);
        heard.push((samples.findIndex(isLoud) - begins) / context.sampleRate);
      }
      await context.close();
      return heard;
    },
    [recording, places_s] as const,
  );
}

async function expectClicksAt(name: string, recording: string, clicks_s: readonly number[]): Promise<void> {
  const heard = await heardAfter(
    recording,
    clicks_s.map((click) => click - LEAD_S),
  );
  for (const [place, after] of heard.entries()) {
    const off = after - LEAD_S;
    expect(
      Math.abs(off),
      `${name}: the click at ${String(clicks_s[place])} s is off by ${String(off)} s`,
    ).toBeLessThan(TOLERANCE_S);
  }
}

test.each(FORMATS)('$name is heard where it was measured', async ({ name, rate, options }) => {
  const source = join(folder, `source-${String(rate)}.wav`);
  await writeClicks(source, rate, LENGTH_S, CLICKS_S);
  await encode(source, join(folder, name), options);
  await expectClicksAt(name, await bringIn(name, await readFile(join(folder, name))), CLICKS_S);
});

test('a WAV file that was never finished is heard where it was measured', async () => {
  const source = join(folder, 'killed.wav');
  await writeClicks(source, 8_000, LENGTH_S, CLICKS_S);
  await expectClicksAt('killed.wav', await bringIn('killed.wav', await unfinished(source)), CLICKS_S);
});

test('after an hour the clicks are still where they were measured', async () => {
  const source = join(folder, 'hour.wav');
  await writeClicks(source, 8_000, HOUR_S, HOUR_CLICKS_S);
  for (const [name, options] of [
    ['hour-mulaw.wav', ['-c:a', 'pcm_mulaw']],
    ['hour.mp3', ['-b:a', '8k']],
  ] as const) {
    await encode(source, join(folder, name), options);
    await expectClicksAt(name, await bringIn(name, await readFile(join(folder, name))), HOUR_CLICKS_S);
  }
}, 600_000);
