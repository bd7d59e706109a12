// Everything around the pages: language, theme, the server's answers, the addresses.
import { LoadingOutlined } from '@ant-design/icons';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { App as AntApp, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import i18next from 'i18next';
import { useEffect } from 'react';
import { useMotion } from './media';
import { useLanguage, useThemeName } from './preferences';
import { queryClient } from './queries';
import { router } from './routes';
import { antThemeOf, applyPalette } from './theme';

// Ant's own icon is named "loading" and stays a moment after its work: for that long the button would
// have another name, for screen readers and for whoever looks it up.
const BUTTON = { autoInsertSpace: false, loadingIcon: <LoadingOutlined aria-hidden /> };
const ANT_LOCALES = { en: enUS, 'zh-CN': zhCN };
const DAY_LOCALES = { en: 'en', 'zh-CN': 'zh-cn' };

export function App() {
  const language = useLanguage();
  const themeName = useThemeName();
  const moves = useMotion();
  useEffect(() => {
    document.documentElement.lang = language;
    dayjs.locale(DAY_LOCALES[language]);
    void i18next.changeLanguage(language);
  }, [language]);
  useEffect(() => {
    applyPalette(themeName);
  }, [themeName]);
  return (
    <ConfigProvider locale={ANT_LOCALES[language]} theme={antThemeOf(themeName, moves)} button={BUTTON}>
      <AntApp component={false}>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </AntApp>
    </ConfigProvider>
  );
}
