// A page without the shell: for somebody who is not signed in.
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { LanguageSwitch, ThemeSwitch } from './Switches';

type Props = { title: string; children: ReactNode };

export function LonePage({ title, children }: Props) {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${title} · earmark`;
  }, [title]);
  return (
    <main className="lone-page">
      <div className="lone-brand">
        <img src="/earmark.svg" alt="" width={32} height={32} />
        <span>{t('brand')}</span>
      </div>
      <div className="lone-panel">
        <h1>{title}</h1>
        {children}
      </div>
      <div className="lone-foot">
        <LanguageSwitch />
        <ThemeSwitch />
      </div>
    </main>
  );
}
