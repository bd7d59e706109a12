// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { deedOf, KEY_GROUPS } from './keys';

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
    expect(deedOf(press('Slash'))).toBeNull();
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
