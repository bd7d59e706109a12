// The words of the interface, one file an area and language. Pages never hold words of their own.
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '../app/preferences';
import * as en from './en';
import * as zhCN from './zh-CN';

export const NAMESPACES = Object.keys(en) as (keyof typeof en)[];

export async function startWords(language: Language) {
  await i18next.use(initReactI18next).init({
    resources: { en, 'zh-CN': zhCN },
    lng: language,
    fallbackLng: 'en',
    ns: NAMESPACES,
    defaultNS: 'shell',
    // React escapes what it shows.
    interpolation: { escapeValue: false },
  });
}
