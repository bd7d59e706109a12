// What somebody chose on this machine: language and theme. Kept in the browser, told to whoever asks.
import { useSyncExternalStore } from 'react';
import { type Language, languageOf, LANGUAGES } from './languages';
import type { ThemeName } from './theme';

export type { Language };

type Store<T> = { get: () => T; set: (value: T) => void; subscribe: (listener: () => void) => () => void };

function remembered(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // A browser may forbid storage; then nothing is remembered.
  }
}

function remember(key: string, value: string) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // As above.
  }
}

function storeOf<T extends string>(key: string, choices: readonly T[], fallback: () => T): Store<T> {
  const known = (text: string | null) => choices.find((choice) => choice === text);
  let value = known(remembered(key)) ?? fallback();
  const listeners = new Set<() => void>();
  const tell = () => {
    listeners.forEach((listener) => {
      listener();
    });
  };
  // Another tab of the same browser has chosen.
  window.addEventListener('storage', (event) => {
    const chosen = event.key === key ? known(event.newValue) : undefined;
    if (chosen === undefined || chosen === value) return;
    value = chosen;
    tell();
  });
  return {
    get: () => value,
    set: (next) => {
      value = next;
      remember(key, next);
      tell();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function systemTheme(): ThemeName {
  return window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

export const languageStore = storeOf<Language>('earmark.language', LANGUAGES, () =>
  languageOf(navigator.languages),
);
export const themeStore = storeOf<ThemeName>('earmark.theme', ['light', 'dark'], systemTheme);

export function useLanguage(): Language {
  return useSyncExternalStore(languageStore.subscribe, languageStore.get);
}

export function useThemeName(): ThemeName {
  return useSyncExternalStore(themeStore.subscribe, themeStore.get);
}
