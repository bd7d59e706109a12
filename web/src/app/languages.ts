// The languages of the interface, equals of each other.

export const LANGUAGES = ['zh-CN', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The language that a browser asks for: Chinese in any script and region is zh-CN to us. */
export function languageOf(wanted: readonly string[]): Language {
  const first = wanted.find((tag) => /^(zh|en)\b/i.test(tag));
  return first !== undefined && /^zh/i.test(first) ? 'zh-CN' : 'en';
}
