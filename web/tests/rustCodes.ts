// The codes that the server may answer, read from its sources: the arms of each `fn code`.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = join(import.meta.dirname, '../../src');

/** The body of the function that begins at `start`: up to the brace that closes it. */
function bodyFrom(text: string, start: number): string {
  let depth = 0;
  for (let at = text.indexOf('{', start); at < text.length; at += 1) {
    if (text[at] === '{') depth += 1;
    if (text[at] === '}') depth -= 1;
    if (depth === 0) return text.slice(start, at);
  }
  throw new Error('a function does not end');
}

/** Every code in a file, by the literals of its `fn code(&self) -> &'static str`. */
export function codesIn(text: string): string[] {
  return [...text.matchAll(/fn code\(&?self\) -> &'static str/g)].flatMap((found) =>
    [...bodyFrom(text, found.index).matchAll(/"([a-z0-9_]+)"/g)].map((literal) => literal[1] ?? ''),
  );
}

/** What only the command line says: its own errors, and those of fetching speech models. */
const NOT_SERVED = /^(cli|config|transcription\/models)\//;

/** Every code that the server may answer. */
export function serverCodes(): string[] {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.rs') && !NOT_SERVED.test(name),
  );
  const codes = files.flatMap((name) => codesIn(readFileSync(join(SOURCES, name), 'utf8')));
  return [...new Set(codes)].sort();
}
