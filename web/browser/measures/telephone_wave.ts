// A long telephone recording made of a short one, for measuring what length costs.
import { readFile, writeFile } from 'node:fs/promises';

/** Where the samples of a WAVE file begin and how many bytes they take. */
function samplesOf(file: Buffer): { begin: number; length: number } {
  let place = 12;
  while (place + 8 <= file.length) {
    const length = file.readUInt32LE(place + 4);
    if (file.toString('latin1', place, place + 4) === 'data') return { begin: place + 8, length };
    place += 8 + length + (length % 2);
  }
  throw new Error('the recording has no samples');
}

/** Says a recording over and over until it is `seconds` long, and writes that beside. */
export async function prolonged(from: string, to: string, seconds: number): Promise<void> {
  const file = await readFile(from);
  const { begin, length } = samplesOf(file);
  const bytesPerSecond = file.readUInt32LE(28);
  const wanted = seconds * bytesPerSecond;
  const header = Buffer.from(file.subarray(0, begin));
  header.writeUInt32LE(begin - 8 + wanted, 4);
  header.writeUInt32LE(wanted, begin - 4);
  const samples = file.subarray(begin, begin + length);
  const all = Buffer.alloc(wanted);
  for (let at = 0; at < wanted; at += samples.length) samples.copy(all, at);
  await writeFile(to, Buffer.concat([header, all]));
}
