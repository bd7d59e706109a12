// A file with a text in it: UTF-8, or what Chinese systems write; its name says how it is written down.

/** The most characters that the server takes. */
export const TEXT_MOST = 400_000;

export interface ReadFile {
  name: string;
  format: 'text' | 'csv' | 'json';
  text: string;
}

export function formatOf(name: string): ReadFile['format'] {
  if (/\.(csv|tsv)$/i.test(name)) return 'csv';
  return /\.json$/i.test(name) ? 'json' : 'text';
}

/** Throws where the bytes are no text. */
export function textOf(bytes: ArrayBuffer): string {
  const text = decoded(bytes);
  if (text.includes('\0')) throw new TypeError('these bytes are no text');
  return text.replaceAll('\r\n', '\n');
}

function decoded(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030', { fatal: true }).decode(bytes);
  }
}

export async function readTextFile(file: File): Promise<ReadFile> {
  return { name: file.name, format: formatOf(file.name), text: textOf(await file.arrayBuffer()) };
}
