// What is played is heard when we say that it is: clicks at known seconds, in every format.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encode, unfinished, writeClicks } from './clicks';
import { clickAfterSeek, openEar } from './ear';
import { openBrowser, signIn } from './visitor';
import { PEOPLE, Workplace } from './workplace';

/** What an ear can tell. */
const TOLERANCE_S = 0.02;
/** After a click nothing is looked for, so that its echo is no second one. */
const QUIET_S = 0.5;
/** How long before a click an element is sought to. */
const BEFORE_S = 0.4;
/** Rate at which what is played is decoded: an hour of it fits into memory. */
const EAR_RATE = 16_000;
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
let ear: Page;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earmark-clicks-'));
  workplace = await Workplace.open();
  browser = await openBrowser();
  page = await signIn(browser, workplace.url, PEOPLE.manager);
  ear = await openEar(browser, workplace.url, page.context());
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

/** When the clicks are heard, in seconds, in what a player is given: by the browser's own decoder. */
async function heardAt(recording: string, rate: number): Promise<number[]> {
  return page.evaluate(
    async ([id, sampleRate, quiet_s]) => {
      const answer = await fetch(`/api/v1/recordings/${id}/audio`);
      const decoder = new OfflineAudioContext(1, 1, sampleRate);
      const sound = await decoder.decodeAudioData(await answer.arrayBuffer());
      const samples = sound.getChannelData(0);
      const heard: number[] = [];
      for (let place = 0; place < samples.length; place += 1) {
        if (Math.abs(samples[place] ?? 0) <= 0.2) continue;
        heard.push(place / sampleRate);
        place += quiet_s * sampleRate;
      }
      return heard;
    },
    [recording, rate, QUIET_S] as const,
  );
}

async function expectClicksAt(
  name: string,
  recording: string,
  clicks_s: readonly number[],
  rate: number,
): Promise<void> {
  const heard = await heardAt(recording, rate);
  expect(heard.length, `${name}: clicks are heard at ${heard.join(', ')} s`).toBe(clicks_s.length);
  for (const [place, click] of clicks_s.entries()) {
    expectNear(heard[place] ?? 0, click, name);
  }
  const last = clicks_s.at(-1) ?? 0;
  expectNear(await clickAfterSeek(ear, recording, last - BEFORE_S), last, `${name}, sought`);
}

function expectNear(heard_s: number, click_s: number, name: string): void {
  const off = Math.abs(heard_s - click_s);
  expect(off, `${name}: the click at ${String(click_s)} s is off by ${String(off)} s`).toBeLessThan(
    TOLERANCE_S,
  );
}

test.each(FORMATS)('$name is heard where it was measured', async ({ name, rate, options }) => {
  const source = join(folder, `source-${String(rate)}.wav`);
  await writeClicks(source, rate, LENGTH_S, CLICKS_S);
  await encode(source, join(folder, name), options);
  await expectClicksAt(name, await bringIn(name, await readFile(join(folder, name))), CLICKS_S, EAR_RATE);
});

test('a WAV file that was never finished is heard where it was measured', async () => {
  const source = join(folder, 'killed.wav');
  await writeClicks(source, 8_000, LENGTH_S, CLICKS_S);
  await expectClicksAt(
    'killed.wav',
    await bringIn('killed.wav', await unfinished(source)),
    CLICKS_S,
    EAR_RATE,
  );
});

test('after an hour the clicks are still where they were measured', async () => {
  const source = join(folder, 'hour.wav');
  await writeClicks(source, 8_000, HOUR_S, HOUR_CLICKS_S);
  for (const [name, options] of [
    ['hour-mulaw.wav', ['-c:a', 'pcm_mulaw']],
    ['hour.mp3', ['-b:a', '8k']],
  ] as const) {
    await encode(source, join(folder, name), options);
    await expectClicksAt(
      name,
      await bringIn(name, await readFile(join(folder, name))),
      HOUR_CLICKS_S,
      EAR_RATE,
    );
  }
}, 600_000);
