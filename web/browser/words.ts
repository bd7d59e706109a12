// The words of the interface, so that a test names what it presses as a person would, in either
// language, and follows when a word is changed.
import * as en from '../src/i18n/en';
import * as zhCN from '../src/i18n/zh-CN';
import type { Language } from './visitor';

const WORDS: Record<Language, Record<string, unknown>> = { en, 'zh-CN': zhCN };

/** The word of a key such as `shell:session.sign_in`; fails where there is none. One that counts, as the
 * language counts. */
export function word(language: Language, key: string, values: Record<string, string | number> = {}): string {
  const [area = '', path = ''] = key.split(':');
  const at = (whole: string) =>
    whole
      .split('.')
      .reduce<unknown>(
        (branch, name) => (branch as Record<string, unknown> | undefined)?.[name],
        WORDS[language][area],
      );
  const form = new Intl.PluralRules(language).select(Number(values.count ?? 0));
  const found = at(path) ?? at(`${path}_${form}`);
  if (typeof found !== 'string') throw new Error(`there is no word ${key} in ${language}`);
  return found.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''));
}

/** The whole name of a button. Between two Chinese characters the page's buttons put a space. */
export function spaced(name: string): RegExp {
  const letters = [...name].map((letter) => letter.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${letters.join('\\s?')}$`);
}
