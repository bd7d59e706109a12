import { GlobalOutlined, MoonOutlined, SunOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { languageStore, themeStore, useLanguage, useThemeName } from './preferences';

/** Switches between Chinese and English; named in the language that it switches to. */
export function LanguageSwitch() {
  const { t } = useTranslation();
  const other = useLanguage() === 'en' ? 'zh-CN' : 'en';
  return (
    <button
      type="button"
      className="rail-button"
      lang={other}
      title={t('switch.language')}
      onClick={() => {
        languageStore.set(other);
      }}
    >
      <GlobalOutlined aria-hidden />
      <span className="rail-word">{t('switch.other_language')}</span>
    </button>
  );
}

/** Switches between light and dark. */
export function ThemeSwitch() {
  const { t } = useTranslation();
  const isDark = useThemeName() === 'dark';
  const word = isDark ? t('switch.light') : t('switch.dark');
  return (
    <button
      type="button"
      className="rail-button"
      title={word}
      onClick={() => {
        themeStore.set(isDark ? 'light' : 'dark');
      }}
    >
      {isDark ? <SunOutlined aria-hidden /> : <MoonOutlined aria-hidden />}
      <span className="rail-word">{word}</span>
    </button>
  );
}
