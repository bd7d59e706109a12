import { expect, test, vi } from 'vitest';
import { type RowActions, rowKey } from './rowKeys';

function actions(): RowActions {
  return { open: vi.fn(), select: vi.fn(), play: vi.fn(), seek: vi.fn(), speed: vi.fn(), move: vi.fn() };
}
const press = (code: string, held = {}) => ({ code, ctrlKey: false, altKey: false, metaKey: false, ...held });

test('a row is played, moved in and left by its keys', () => {
  const done = actions();
  for (const code of ['Space', 'ArrowLeft', 'ArrowDown', 'Period', 'KeyX', 'Enter']) {
    expect(rowKey(press(code), done)).toBe(true);
  }
  expect(done.play).toHaveBeenCalledOnce();
  expect(done.seek).toHaveBeenCalledWith(-1);
  expect(done.move).toHaveBeenCalledWith(1);
  expect(done.speed).toHaveBeenCalledWith(1);
  expect(done.select).toHaveBeenCalledOnce();
  expect(done.open).toHaveBeenCalledOnce();
});

test('keys of the browser stay the browser’s', () => {
  const done = actions();
  expect(rowKey(press('KeyX', { ctrlKey: true }), done)).toBe(false);
  expect(rowKey(press('KeyQ'), done)).toBe(false);
  expect(done.select).not.toHaveBeenCalled();
});
