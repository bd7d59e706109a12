// A press with the mouse leaves the focus on nothing, so that the next key is a key of the page and
// not of the button that was pressed.
import type { MouseEvent } from 'react';
import { isText } from './keys';

/** What keeps the focus until it is done with it. */
const OPEN_CONTROLS = '.ant-select, [role=dialog]';

export function leaveFocus(event: MouseEvent): void {
  const byKeyboard = event.detail === 0;
  const focused = document.activeElement;
  if (byKeyboard || !(focused instanceof HTMLElement) || isText(focused)) return;
  if (focused.closest(OPEN_CONTROLS) === null) focused.blur();
}
