import type { Words } from '../../api/types';

/** A key out of a title: its Latin letters and digits; `card` where it has none. */
export function keyFrom(title: Words | undefined, language: string): string {
  if (!title) return '';
  const text = title.en ?? title[language] ?? '';
  const key = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  return key || 'card';
}
