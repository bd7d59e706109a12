// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { conflictOf, deedOf, KEY_GROUPS, keyNamesOf, type MovedKeys, shownKey } from './keys';

function press(
  code: string,
  more: Partial<KeyboardEventInit> & { target?: Element; isComposing?: boolean } = {},
) {
  return {
    code,
    key: more.key ?? '',
    shiftKey: more.shiftKey ?? false,
    altKey: more.altKey ?? false,
    ctrlKey: more.ctrlKey ?? false,
    metaKey: more.metaKey ?? false,
    isComposing: more.isComposing ?? false,
    target: more.target ?? document.body,
  };
}

function element(html: string): Element {
  const place = document.createElement('div');
  place.innerHTML = html;
  return place.firstElementChild ?? place;
}

describe('the keys', () => {
  it('go by their place on the keyboard, not by their letter', () => {
    expect(deedOf(press('KeyZ', { key: 'y' }))).toEqual({ command: 'undo' });
    expect(deedOf(press('Comma', { key: ';' }))).toEqual({ command: 'slower' });
  });

  it('tell a key from the same key with Shift', () => {
    expect(deedOf(press('KeyE'))).toEqual({ command: 'evidence' });
    expect(deedOf(press('KeyE', { shiftKey: true }))).toEqual({ command: 'not_said' });
    expect(deedOf(press('Slash', { shiftKey: true }))).toEqual({ command: 'keys' });
    expect(deedOf(press('Slash'))).toEqual({ command: 'search' });
  });

  it('answer by number, from both rows of digits', () => {
    expect(deedOf(press('Digit3'))).toEqual({ option: 3 });
    expect(deedOf(press('Numpad3'))).toEqual({ option: 3 });
    expect(deedOf(press('Numpad0'))).toEqual({ command: 'not_applicable' });
    expect(deedOf(press('Digit1', { altKey: true }))).toEqual({ command: 'panel_notes' });
  });

  it('play by media keys and foot pedals too', () => {
    expect(deedOf(press('MediaPlayPause'))).toEqual({ command: 'toggle' });
    expect(deedOf(press('', { key: 'MediaPlayPause' }))).toEqual({ command: 'toggle' });
  });

  it('leave shortcuts of the browser alone', () => {
    expect(deedOf(press('KeyR', { ctrlKey: true }))).toBeNull();
    expect(deedOf(press('KeyD', { metaKey: true }))).toBeNull();
    expect(deedOf(press('ArrowLeft', { altKey: true }))).toBeNull();
  });

  it('release outside a text only', () => {
    expect(deedOf(press('Enter', { ctrlKey: true }))).toEqual({ command: 'release' });
    expect(deedOf(press('Enter', { ctrlKey: true, target: element('<textarea></textarea>') }))).toBeNull();
  });

  it('belong to the text while somebody writes, and to the input method while it composes', () => {
    const field = element('<textarea></textarea>');
    for (const code of ['Digit1', 'KeyD', 'Space', 'Enter', 'Escape', 'ArrowUp']) {
      expect(deedOf(press(code, { target: field }))).toBeNull();
    }
    expect(deedOf(press('Enter', { isComposing: true }))).toBeNull();
  });

  it('belong to a button or slider that has the focus, where it uses them', () => {
    const button = element('<button>x</button>');
    const slider = element('<div role="slider" tabindex="0"></div>');
    expect(deedOf(press('Space', { target: button }))).toBeNull();
    expect(deedOf(press('Digit1', { target: button }))).toEqual({ option: 1 });
    expect(deedOf(press('ArrowLeft', { target: slider }))).toBeNull();
    expect(deedOf(press('Space', { target: slider }))).toEqual({ command: 'toggle' });
  });

  it('are each bound once', () => {
    const chords = KEY_GROUPS.flatMap((group) => group.bindings).map(
      ({ code, shift, alt }) => `${shift ? 'shift ' : ''}${alt ? 'alt ' : ''}${code}`,
    );
    expect(new Set(chords).size).toBe(chords.length);
  });
});

describe('moved keys', () => {
  const moved: MovedKeys = { note: { code: 'KeyM', shift: false, alt: false } };

  it('do what they do at their new place, and nothing at the old one', () => {
    expect(deedOf(press('KeyM'), moved)).toEqual({ command: 'note' });
    expect(deedOf(press('KeyN'), moved)).toBeNull();
    expect(deedOf(press('KeyP'), moved)).toEqual({ command: 'strength' });
    expect(keyNamesOf(moved)).toMatchObject({ note: 'M', strength: 'P' });
  });

  it('are told where another command lies already', () => {
    const at = (code: string, shift = false) => ({ code, shift, alt: false });
    expect(conflictOf({}, 'note', at('KeyP'))).toEqual({ taken: 'strength' });
    expect(conflictOf(moved, 'strength', at('KeyM'))).toEqual({ taken: 'note' });
    expect(conflictOf(moved, 'strength', at('KeyN'))).toBeNull();
    expect(conflictOf({}, 'note', at('KeyN'))).toBeNull();
    expect(conflictOf({}, 'note', at('KeyE', true))).toEqual({ taken: 'not_said' });
  });

  it('never take the digits of answers and phrases, nor what belongs to the browser', () => {
    for (const code of ['Digit3', 'Numpad3', 'Tab', 'Escape', 'F1', 'ShiftLeft', '']) {
      expect(conflictOf({}, 'note', { code, shift: false, alt: false })).toEqual({ reserved: true });
    }
    expect(conflictOf({}, 'note', { code: 'Digit3', shift: true, alt: false })).toEqual({ reserved: true });
    // Shift with the arrows chooses utterances.
    expect(conflictOf({}, 'note', { code: 'ArrowDown', shift: true, alt: false })).toEqual({
      reserved: true,
    });
    expect(conflictOf({}, 'note', { code: 'ArrowDown', shift: false, alt: false })).toEqual({
      taken: 'next_item',
    });
    expect(conflictOf({}, 'note', { code: 'Digit9', shift: false, alt: true })).toBeNull();
  });

  it('are written as they are printed', () => {
    expect(shownKey({ code: 'ArrowLeft', shift: true, alt: false })).toBe('Shift ←');
    expect(shownKey({ code: 'Digit5', shift: false, alt: true })).toBe('Alt 5');
    expect(shownKey({ code: 'Semicolon', shift: false, alt: false })).toBe(';');
  });

  it('put phrases in by Shift and a digit', () => {
    expect(deedOf(press('Digit2', { shiftKey: true }))).toEqual({ phrase: 2 });
  });
});
