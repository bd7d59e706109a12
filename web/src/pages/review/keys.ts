// Every key of the review page, by the place of the key and not by its letter, so that they stay
// where they are on any layout. Whoever likes moves them.
import type { KeyPlace } from '../../api/desk';
import { type KeyNames, type NamedKey, USUAL_KEYS } from '../../components/keyNames';

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
  | 'attribution'
  | 'note'
  | 'strength'
  | 'one_change'
  | 'flag_good_case'
  | 'flag_warning_case'
  | 'flag_coaching'
  | 'flag_repeat_contact'
  | 'flag_risk'
  | 'flag_second_listening'
  | 'panel_notes'
  | 'panel_call'
  | 'panel_answers'
  | 'panel_history'
  | 'disposition_right'
  | 'disposition_wrong'
  | 'sale_outcome'
  | 'reminder'
  | 'search'
  | 'undo'
  | 'cannot_score'
  | 'release'
  | 'keys'
  | 'escape';

/** What a key does: a command, or the option or stock phrase of that number, from 1. */
export type Deed = { command: Command } | { option: number } | { phrase: number };

/** The keys that somebody moved. */
export type MovedKeys = Partial<Record<Command, KeyPlace>>;

export interface Binding extends Partial<KeyPlace> {
  code: string;
  command: Command;
  /** How the key is written. */
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
      { code: 'KeyA', command: 'attribution', shown: 'A' },
      { code: 'KeyN', command: 'note', shown: 'N' },
      { code: 'KeyP', command: 'strength', shown: 'P' },
      { code: 'KeyW', command: 'one_change', shown: 'W' },
      { code: 'KeyM', command: 'reminder', shown: 'M' },
      { code: 'KeyG', command: 'flag_good_case', shown: 'G' },
      { code: 'KeyB', command: 'flag_warning_case', shown: 'B' },
      { code: 'KeyK', command: 'flag_coaching', shown: 'K' },
      { code: 'KeyT', command: 'flag_repeat_contact', shown: 'T' },
      { code: 'KeyU', command: 'flag_risk', shown: 'U' },
      { code: 'KeyH', command: 'flag_second_listening', shown: 'H' },
    ],
  },
  {
    title: 'page',
    bindings: [
      { code: 'Digit1', alt: true, command: 'panel_notes', shown: 'Alt 1' },
      { code: 'Digit2', alt: true, command: 'panel_call', shown: 'Alt 2' },
      { code: 'Digit3', alt: true, command: 'panel_answers', shown: 'Alt 3' },
      { code: 'Digit4', alt: true, command: 'panel_history', shown: 'Alt 4' },
      { code: 'KeyY', command: 'disposition_right', shown: 'Y' },
      { code: 'KeyY', shift: true, command: 'disposition_wrong', shown: 'Shift Y' },
      { code: 'KeyV', command: 'sale_outcome', shown: 'V' },
      { code: 'Slash', command: 'search', shown: '/' },
      { code: 'KeyZ', command: 'undo', shown: 'Z' },
      { code: 'KeyX', command: 'cannot_score', shown: 'X' },
      { code: 'Slash', shift: true, command: 'keys', shown: '?' },
    ],
  },
];

/** What is about a call alone: on a text these keys do nothing, and the sheet of keys leaves them out. */
export const ABSENT_IN_TEXTS: readonly Command[] = [
  'toggle',
  'slower',
  'faster',
  'skip_silence',
  'loop',
  'replay',
  'flag_good_case',
  'flag_warning_case',
  'flag_coaching',
  'flag_repeat_contact',
  'flag_risk',
  'flag_second_listening',
  'reminder',
  'disposition_right',
  'disposition_wrong',
  'sale_outcome',
  'search',
];

/** The groups with the keys where somebody has them. */
export function keyGroups(moved: MovedKeys): KeyGroup[] {
  return KEY_GROUPS.map(({ title, bindings }) => ({
    title,
    bindings: bindings.map((binding) => {
      const place = moved[binding.command];
      return place ? { ...place, command: binding.command, shown: shownKey(place) } : binding;
    }),
  }));
}

/** How a key is written: `Shift N`. */
export function shownKey({ code, shift, alt }: KeyPlace): string {
  const letter = /^(?:Key|Digit)(.)$/.exec(code)?.[1] ?? SHOWN[code] ?? code;
  return [shift && 'Shift', alt && 'Alt', letter].filter(Boolean).join(' ');
}

const SHOWN: Record<string, string> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Comma: ',',
  Period: '.',
  Slash: '/',
  Semicolon: ';',
  Quote: "'",
  BracketLeft: '[',
  BracketRight: ']',
  Minus: '-',
  Equal: '=',
  Backquote: '`',
  Backslash: '\\',
};

/** How the keys that pages hint at are written, with those that were moved. */
export function keyNamesOf(moved: MovedKeys): KeyNames {
  const names = Object.entries(USUAL_KEYS).map(([command, usual]) => {
    const place = moved[command as NamedKey];
    return [command, place ? shownKey(place) : usual];
  });
  return Object.fromEntries(names) as KeyNames;
}

/** What stands in the way of a key: another command has it, or it can mean nothing else. */
export type Conflict = { taken: Command } | { reserved: true };

/** Whether a command can have this key. */
export function conflictOf(moved: MovedKeys, command: Command, place: KeyPlace): Conflict | null {
  if (isReserved(place)) return { reserved: true };
  const taken = keyGroups(moved)
    .flatMap((group) => group.bindings)
    .find((binding) => binding.command !== command && isAt(binding, place));
  return taken ? { taken: taken.command } : null;
}

/** Digits answer and put phrases in; Q and Shift with ↑ and ↓ are the transcript's; Tab, Escape and the function keys belong to the
 * browser. */
function isReserved({ code, shift, alt }: KeyPlace): boolean {
  if (code === 'KeyQ') return !alt;
  if (code === 'ArrowUp' || code === 'ArrowDown') return shift && !alt;
  if (/^(?:Digit|Numpad)[1-9]$/.test(code)) return !alt;
  return /^(?:Tab|Escape|F\d+|Shift\w*|Alt\w*|Control\w*|Meta\w*|CapsLock|)$/.test(code);
}

function isAt(binding: Partial<KeyPlace>, place: KeyPlace): boolean {
  return (
    binding.code === place.code &&
    (binding.shift ?? false) === place.shift &&
    (binding.alt ?? false) === place.alt
  );
}

const MEDIA_KEYS = new Set(['MediaPlayPause', 'MediaPlay', 'MediaPause']);

type Press = Pick<
  KeyboardEvent,
  'code' | 'key' | 'shiftKey' | 'altKey' | 'ctrlKey' | 'metaKey' | 'isComposing' | 'target'
>;

/** What a key press means; null where it means nothing here, or belongs to a field or a control. */
export function deedOf(press: Press, moved: MovedKeys = {}): Deed | null {
  if (press.isComposing) return null;
  if (MEDIA_KEYS.has(press.code) || MEDIA_KEYS.has(press.key)) return { command: 'toggle' };
  const entering = press.code === 'Enter' || press.code === 'NumpadEnter';
  if ((press.ctrlKey || press.metaKey) && !press.altKey) {
    return entering && !isText(press.target) ? { command: 'release' } : null;
  }
  if (isText(press.target)) return null;
  if (press.code === 'Escape') return { command: 'escape' };
  if (belongsToControl(press)) return null;
  return bound(press, moved) ?? optionOf(press);
}

/** The place of a key that was pressed. */
export function placeOf(press: Pick<KeyboardEvent, 'code' | 'shiftKey' | 'altKey'>): KeyPlace {
  const code = press.code.replace('NumpadEnter', 'Enter').replace('Numpad0', 'Digit0');
  return { code, shift: press.shiftKey, alt: press.altKey };
}

function bound(press: Press, moved: MovedKeys): Deed | null {
  const place = placeOf(press);
  const binding = keyGroups(moved)
    .flatMap((group) => group.bindings)
    .find((one) => isAt(one, place));
  return binding ? { command: binding.command } : null;
}

function optionOf(press: Press): Deed | null {
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(press.code)?.[1];
  if (digit === undefined || press.altKey) return null;
  return press.shiftKey ? { phrase: Number(digit) } : { option: Number(digit) };
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
