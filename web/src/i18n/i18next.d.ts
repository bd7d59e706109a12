// The compiler knows every key: `t('calls:filter.add')` is an error where English has no such word.
import 'i18next';
import type * as en from './en';

declare module 'i18next' {
  interface CustomTypeOptions {
    // `shell` needs no prefix; every other area is named before its key.
    defaultNS: ['shell', ...(keyof typeof en)[]];
    resources: typeof en;
  }
}
