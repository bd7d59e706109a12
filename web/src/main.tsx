import './app/styles.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { languageStore, themeStore } from './app/preferences';
import { applyPalette } from './app/theme';
import { startWords } from './i18n';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

applyPalette(themeStore.get());
await startWords(languageStore.get());
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
