// Words that are chosen by something other than a fixed key: what an administrator defined, and
// codes that the server answers.
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Words } from '../api/types';
import { type Language, useLanguage } from '../app/preferences';

/** What an administrator defined, in the reader's language or else in whichever there is. */
export function inLanguage(words: Words | null | undefined, language: Language): string {
  if (!words) return '';
  return words[language] ?? words.en ?? words['zh-CN'] ?? Object.values(words)[0] ?? '';
}

/** `worded(section.title)` in the reader's language. */
export function useWorded(): (words: Words | null | undefined) => string {
  const language = useLanguage();
  return (words) => inLanguage(words, language);
}

/** The groups of codes in `codes.json`. */
export type CodeGroup =
  | 'error'
  | 'notice'
  | 'waiting'
  | 'role'
  | 'cannot_score'
  | 'open'
  | 'refused'
  | 'refused_arrival'
  | 'given_up'
  | 'source_problem'
  | 'card_problem'
  | 'source_remark'
  | 'call_field'
  | 'flag';

/** Whether the interface has words for a code. */
export function hasWords(group: CodeGroup, code: string, params: Record<string, unknown> = {}): boolean {
  return i18next.exists(`codes:${group}.${code}`, params);
}

/** `coded('error', problem.code, problem.params)`; the bare code where there are no words. */
export function useCoded(): (
  group: CodeGroup,
  code: string,
  params?: Record<string, string | number>,
) => string {
  const { i18n } = useTranslation();
  // The key is made at run time, so the compiler cannot check it; a test compares the codes instead.
  const translate = i18n.t.bind(i18n) as (key: string, options?: object) => string;
  return (group, code, params) =>
    hasWords(group, code, params) ? translate(`codes:${group}.${code}`, params) : code;
}
