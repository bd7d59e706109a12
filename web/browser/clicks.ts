// A sound by which a second can be told, in any format: a soft hum, and clicks at known seconds.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';

/** How long a click is, and how loud hum and click are. */
const CLICK_S = 0.01;
const HUM = 0.02;
const LOUD = 0.7;

/** Writes 16-bit PCM WAV of one channel, second after second, so that an hour needs no memory. */
export async function writeClicks(
  path: string,
  rate: number,
  length_s: number,
  clicks_s: readonly number[],
): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.write(header(rate, length_s));
    for (let second = 0; second < length_s; second += 1) {
      await file.write(oneSecond(rate, second, clicks_s));
    }
  } finally {
    await file.close();
  }
}

function header(rate: number, length_s: number): Buffer {
  const size = rate * length_s * 2;
  const bytes = Buffer.alloc(44);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + size, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(rate * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(size, 40);
  return bytes;
}

function oneSecond(rate: number, second: number, clicks_s: readonly number[]): Buffer {
  const bytes = Buffer.alloc(rate * 2);
  for (let frame = 0; frame < rate; frame += 1) {
    const at = second + frame / rate;
    const isLoud = clicks_s.some((click) => at >= click && at < click + CLICK_S);
    const [level, pitch] = isLoud ? [LOUD, 1_000] : [HUM, 220];
    // A whole number of periods a second: the seconds join without a seam.
    bytes.writeInt16LE(
      Math.round(level * Math.sin((2 * Math.PI * pitch * frame) / rate) * 32_767),
      frame * 2,
    );
  }
  return bytes;
}

/** Lets ffmpeg write the same sound in another format. */
export async function encode(from: string, to: string, options: readonly string[]): Promise<void> {
  const all = ['-nostdin', '-hide_banner', '-loglevel', 'error', '-y', '-i', from, ...options, to];
  const ffmpeg = spawn('ffmpeg', all, { stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = (await once(ffmpeg, 'close')) as [number | null];
  if (code !== 0) throw new Error(`ffmpeg could not write ${to}; scripts/install-tools.sh brings it`);
}

/** A WAV file whose recorder was killed before it wrote the sizes. */
export async function unfinished(from: string): Promise<Buffer> {
  const bytes = await readFile(from);
  bytes.writeUInt32LE(0, 4);
  bytes.writeUInt32LE(0, 40);
  return bytes;
}
