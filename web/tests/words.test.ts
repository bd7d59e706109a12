// Both languages are complete, and say what the glossary says.
import { describe, expect, test } from 'vitest';
import * as en from '../src/i18n/en';
import * as zhCN from '../src/i18n/zh-CN';

type Tree = { [key: string]: string | string[] | Tree };

/** `key.sub` and its words; the members of a list as `key.0`. */
function flat(tree: Tree, before = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[before + key, value] as [string, string]]
      : flat(value as Tree, `${before}${key}.`),
  );
}

const languages = { en, 'zh-CN': zhCN } as unknown as Record<string, Record<string, Tree>>;
const areas = Object.keys(en);

/** Words that the glossary replaces by others. */
const AVOIDED = ['旗帜', '记分卡', '上诉', '签署'];

describe.each(areas)('the words of %s', (area) => {
  const words = (language: string) => flat(languages[language]?.[area] ?? {});
  const keys = (language: string) =>
    words(language)
      .map(([key]) => key)
      .sort();

  test('have the same keys in both languages', () => {
    expect(keys('zh-CN')).toEqual(keys('en'));
  });

  test.each(['en', 'zh-CN'])('are nowhere empty in %s', (language) => {
    expect(words(language).filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  test('fill in the same values in both languages', () => {
    const values = (text: string) =>
      [...new Set([...text.matchAll(/{{(\w+)}}/g)].map(([, name]) => name))].sort();
    const chinese = new Map(words('zh-CN'));
    // A singular may spell its number out, and Chinese has none.
    const differing = words('en').filter(
      ([key, text]) =>
        !/_(zero|one)$/.test(key) && String(values(text)) !== String(values(chinese.get(key) ?? '')),
    );
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  test('are those of the glossary', () => {
    const found = words('zh-CN').filter(([, text]) => AVOIDED.some((word) => text.includes(word)));
    expect(found).toEqual([]);
  });
});
