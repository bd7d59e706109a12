import { useWindowKey } from '../../components/useWindowKey';
import { type Deed, deedOf, type MovedKeys } from './keys';

/** Listens for the keys of the page; `onDeed` says whether it did something. */
export function useKeys(onDeed: (deed: Deed) => boolean, moved: MovedKeys): void {
  useWindowKey((event) => {
    if (event.defaultPrevented) return;
    const deed = deedOf(event, moved);
    if (deed && onDeed(deed)) event.preventDefault();
  });
}
