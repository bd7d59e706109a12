import { expect, test } from 'vitest';
import { languageOf } from './languages';

test.each([
  [['zh-TW', 'en'], 'zh-CN'],
  [['de', 'zh'], 'zh-CN'],
  [['en-GB', 'zh-CN'], 'en'],
  [['fr'], 'en'],
  [[], 'en'],
])('a browser that asks for %s is answered in %s', (wanted, language) => {
  expect(languageOf(wanted)).toBe(language);
});
