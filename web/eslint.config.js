import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const wordsComeFromI18n = [
  {
    selector: 'JSXText[value=/[A-Za-z\\u4e00-\\u9fff]{2,}/]',
    message: "Words come from i18n: t('area:key').",
  },
  {
    selector:
      'JSXAttribute[name.name=/^(aria-label|title|placeholder|alt|label|description|okText|cancelText)$/] > Literal[value=/[A-Za-z\\u4e00-\\u9fff]{2,}/]',
    message: "Words come from i18n: t('area:key').",
  },
];

export default tseslint.config(
  { ignores: ['dist', 'src/api/schema.d.ts'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  reactHooks.configs.flat.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      '@typescript-eslint/no-invalid-void-type': 'off',
      'no-console': 'error',
    },
  },
  {
    files: ['src/**/*.tsx'],
    ignores: ['src/**/*.test.tsx'],
    rules: { 'no-restricted-syntax': ['error', ...wordsComeFromI18n] },
  },
);
