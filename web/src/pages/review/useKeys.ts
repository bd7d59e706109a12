import { useEffect, useEffectEvent } from 'react';
import { type Deed, deedOf, type MovedKeys } from './keys';

/** Listens for the keys of the page; `onDeed` says whether it did something. */
export function useKeys(onDeed: (deed: Deed) => boolean, moved: MovedKeys): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    const deed = deedOf(event, moved);
    if (deed && onDeed(deed)) event.preventDefault();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      onKey(event);
    };
    window.addEventListener('keydown', listener);
    return () => {
      window.removeEventListener('keydown', listener);
    };
  }, []);
}
