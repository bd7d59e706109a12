import { useEffect, useEffectEvent } from 'react';

/** Listens for keys anywhere on the page for as long as the component is there. */
export function useWindowKey(onKey: (event: KeyboardEvent) => void): void {
  const told = useEffectEvent(onKey);
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      told(event);
    };
    window.addEventListener('keydown', listener);
    return () => {
      window.removeEventListener('keydown', listener);
    };
  }, []);
}
