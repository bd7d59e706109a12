// The keys that listening needs, for pages without keys of their own. By their place, not their letter.
import { useEffect, useEffectEvent } from 'react';
import { spedBy } from '../../player/passage';
import { REPLAY_MS } from '../../player/PlayerControls';
import type { CallTransport } from '../../player/transport';

const SEEK_MS = 5_000;
const CONTROLS = 'input, textarea, select, button, a, [contenteditable], [role=slider], [role=combobox]';

/** Whether a dialog is open: what lies behind it does not play. Closed ones may stay in the page, unseen. */
function isBehindDialog(): boolean {
  const dialogs = document.querySelectorAll('[role=dialog]');
  return [...dialogs].some((dialog) => dialog.getClientRects().length > 0);
}

/** Does what a key asks for; whether it asked for anything. */
export function listeningKey(code: string, transport: CallTransport): boolean {
  const { speed, skipsSilence } = transport.state();
  switch (code) {
    case 'Space':
      transport.toggle();
      return true;
    case 'ArrowLeft':
      transport.skip(-SEEK_MS);
      return true;
    case 'ArrowRight':
      transport.skip(SEEK_MS);
      return true;
    case 'Comma':
      transport.setSpeed(spedBy(speed, -1));
      return true;
    case 'Period':
      transport.setSpeed(spedBy(speed, 1));
      return true;
    case 'KeyS':
      transport.setSkipsSilence(!skipsSilence);
      return true;
    case 'KeyR':
      transport.skip(-REPLAY_MS);
      return true;
    default:
      return false;
  }
}

type PageKey = (code: string) => boolean;

/**
 * `more`: what else a key does on this page; whether it did something. `before`: the same, of keys that the
 * page takes for itself although they are keys of listening.
 */
export function useListeningKeys(transport: CallTransport, more?: PageKey, before?: PageKey) {
  const onMore = useEffectEvent((code: string) => more?.(code) ?? false);
  const onBefore = useEffectEvent((code: string) => before?.(code) ?? false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isOfControl = event.target instanceof HTMLElement && event.target.closest(CONTROLS);
      if (isOfControl || event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.shiftKey && event.code.startsWith('Key')) return;
      if (isBehindDialog()) return;
      const isDone = onBefore(event.code) || listeningKey(event.code, transport) || onMore(event.code);
      if (isDone) event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, [transport]);
}
