// Every key of the review page, by the place of the key and not by its letter, so that they stay
// where they are on any layout.

export type Command =
  | 'toggle'
  | 'back'
  | 'forward'
  | 'previous_utterance'
  | 'next_utterance'
  | 'slower'
  | 'faster'
  | 'skip_silence'
  | 'loop'
  | 'replay'
  | 'range_in'
  | 'range_out'
  | 'previous_item'
  | 'next_item'
  | 'not_applicable'
  | 'next_open'
  | 'no_other_faults'
  | 'evidence'
  | 'not_said'
  | 'comment'
  | 'note'
  | 'strength'
  | 'one_change'
  | 'flag_good_case'
  | 'flag_warning_case'
  | 'flag_coaching'
  | 'flag_repeat_contact'
  | 'panel_notes'
  | 'panel_call'
  | 'sale_outcome'
  | 'reminder'
  | 'undo'
  | 'cannot_score'
  | 'release'
  | 'keys'
  | 'escape';

/** What a key does: a command, or the option of that number, from 1. */
export type Deed = { command: Command } | { option: number };

interface Binding {
  code: string;
  command: Command;
  shift?: boolean;
  alt?: boolean;
  /** How the key is written where the code does not say it. */
  shown: string;
}

export interface KeyGroup {
  title: 'player' | 'items' | 'evidence' | 'page';
  bindings: Binding[];
}

/** In the order of the key sheet. */
export const KEY_GROUPS: KeyGroup[] = [
  {
    title: 'player',
    bindings: [
      { code: 'Space', command: 'toggle', shown: 'Space' },
      { code: 'ArrowLeft', command: 'back', shown: '←' },
      { code: 'ArrowRight', command: 'forward', shown: '→' },
      { code: 'ArrowLeft', shift: true, command: 'previous_utterance', shown: 'Shift ←' },
      { code: 'ArrowRight', shift: true, command: 'next_utterance', shown: 'Shift →' },
      { code: 'Comma', command: 'slower', shown: ',' },
      { code: 'Period', command: 'faster', shown: '.' },
      { code: 'KeyS', command: 'skip_silence', shown: 'S' },
      { code: 'KeyL', command: 'loop', shown: 'L' },
      { code: 'KeyR', command: 'replay', shown: 'R' },
      { code: 'KeyI', command: 'range_in', shown: 'I' },
      { code: 'KeyO', command: 'range_out', shown: 'O' },
    ],
  },
  {
    title: 'items',
    bindings: [
      { code: 'ArrowUp', command: 'previous_item', shown: '↑' },
      { code: 'ArrowDown', command: 'next_item', shown: '↓' },
      { code: 'Digit0', command: 'not_applicable', shown: '0' },
      { code: 'Enter', command: 'next_open', shown: 'Enter' },
      { code: 'KeyD', command: 'no_other_faults', shown: 'D' },
    ],
  },
  {
    title: 'evidence',
    bindings: [
      { code: 'KeyE', command: 'evidence', shown: 'E' },
      { code: 'KeyE', shift: true, command: 'not_said', shown: 'Shift E' },
      { code: 'KeyC', command: 'comment', shown: 'C' },
      { code: 'KeyN', command: 'note', shown: 'N' },
      { code: 'KeyP', command: 'strength', shown: 'P' },
      { code: 'KeyW', command: 'one_change', shown: 'W' },
      { code: 'KeyM', command: 'reminder', shown: 'M' },
      { code: 'KeyG', command: 'flag_good_case', shown: 'G' },
      { code: 'KeyB', command: 'flag_warning_case', shown: 'B' },
      { code: 'KeyK', command: 'flag_coaching', shown: 'K' },
      { code: 'KeyT', command: 'flag_repeat_contact', shown: 'T' },
    ],
  },
  {
    title: 'page',
    bindings: [
      { code: 'Digit1', alt: true, command: 'panel_notes', shown: 'Alt 1' },
      { code: 'Digit2', alt: true, command: 'panel_call', shown: 'Alt 2' },
      { code: 'KeyV', command: 'sale_outcome', shown: 'V' },
      { code: 'KeyZ', command: 'undo', shown: 'Z' },
      { code: 'KeyX', command: 'cannot_score', shown: 'X' },
      { code: 'Slash', shift: true, command: 'keys', shown: '?' },
    ],
  },
];

const BINDINGS = KEY_GROUPS.flatMap((group) => group.bindings);
const MEDIA_KEYS = new Set(['MediaPlayPause', 'MediaPlay', 'MediaPause']);

type Press = Pick<
  KeyboardEvent,
  'code' | 'key' | 'shiftKey' | 'altKey' | 'ctrlKey' | 'metaKey' | 'isComposing' | 'target'
>;

/** What a key press means; null where it means nothing here, or belongs to a field or a control. */
export function deedOf(press: Press): Deed | null {
  if (press.isComposing) return null;
  if (MEDIA_KEYS.has(press.code) || MEDIA_KEYS.has(press.key)) return { command: 'toggle' };
  const entering = press.code === 'Enter' || press.code === 'NumpadEnter';
  if ((press.ctrlKey || press.metaKey) && !press.altKey) {
    return entering && !isText(press.target) ? { command: 'release' } : null;
  }
  if (isText(press.target)) return null;
  if (press.code === 'Escape') return { command: 'escape' };
  if (belongsToControl(press)) return null;
  return bound(press) ?? optionOf(press);
}

function bound(press: Press): Deed | null {
  const code = press.code.replace('NumpadEnter', 'Enter').replace('Numpad0', 'Digit0');
  const binding = BINDINGS.find(
    (one) =>
      one.code === code && (one.shift ?? false) === press.shiftKey && (one.alt ?? false) === press.altKey,
  );
  return binding ? { command: binding.command } : null;
}

function optionOf(press: Press): Deed | null {
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(press.code)?.[1];
  return digit !== undefined && !press.shiftKey && !press.altKey ? { option: Number(digit) } : null;
}

/** Where somebody writes. */
export function isText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  return (
    target instanceof HTMLInputElement && !['button', 'checkbox', 'radio', 'range'].includes(target.type)
  );
}

/** Somebody who came to a button with Tab presses it with Space or Enter; a slider has the arrows. */
function belongsToControl({ target, code }: Press): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const presses = code === 'Space' || code === 'Enter' || code === 'NumpadEnter';
  if (presses)
    return (
      target.closest(
        'button, a[href], summary, select, input, [role=button], [role=menuitem], [role=option], [role=tab], [role=switch]',
      ) !== null
    );
  if (!code.startsWith('Arrow')) return false;
  return (
    target.closest(
      'select, input, [role=slider], [role=tablist], [role=listbox], [role=menu], [role=combobox], [role=radiogroup]',
    ) !== null
  );
}
