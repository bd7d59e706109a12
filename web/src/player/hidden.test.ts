import { expect, test } from 'vitest';
import { hidesAnything, piecesOf } from './hidden';

test('a text falls into words and what is hidden', () => {
  expect(piecesOf('it is ⟦card⟧, and ⟦security_code⟧')).toEqual([
    { text: 'it is ' },
    { hidden: 'card' },
    { text: ', and ' },
    { hidden: 'security_code' },
  ]);
  expect(piecesOf('nothing')).toEqual([{ text: 'nothing' }]);
  expect(piecesOf('')).toEqual([]);
});

test('a mark of another kind is text', () => {
  expect(piecesOf('a ⟦newer⟧ b')).toEqual([{ text: 'a ' }, { text: '⟦newer⟧' }, { text: ' b' }]);
});

test('it is seen whether anything is hidden', () => {
  expect([hidesAnything('⟦card⟧'), hidesAnything('card')]).toEqual([true, false]);
});
