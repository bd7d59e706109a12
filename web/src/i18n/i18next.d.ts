// The compiler knows every key: `t('calls:filter.add')` is an error where English has no such word.
import 'i18next';
import type * as en from './en';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'shell';
    resources: typeof en;
  }
}
