import { describe, expect, it } from 'vitest';
import { isDoubtful, piecesOfLine } from './doubts';

const word = (text: string, doubtful = false) => ({ text, doubtful });
const told = (text: string, words: { text: string; doubtful: boolean }[], parts?: [string, boolean][]) =>
  piecesOfLine(
    text,
    words,
    parts?.map(([piece, is_match]) => ({ text: piece, is_match })),
  ).map((piece) => [piece.text, piece.is_match, piece.is_doubtful]);

describe('a line in pieces', () => {
  const words = [word('My'), word(' Kensington', true), word(' policy,', true), word(' please.')];
  const text = 'My Kensington policy, please.';

  it('marks words in doubt that follow each other as one, without what stands around them', () => {
    expect(told(text, words)).toEqual([
      ['My ', false, false],
      ['Kensington policy', false, true],
      [', please.', false, false],
    ]);
  });

  it('lays what was looked for over what is in doubt', () => {
    const parts: [string, boolean][] = [
      ['My Kensington ', false],
      ['policy', true],
      [', please.', false],
    ];
    expect(told(text, words, parts)).toEqual([
      ['My ', false, false],
      ['Kensington ', false, true],
      ['policy', true, true],
      [', please.', false, false],
    ]);
  });

  it('is left as it is where words or parts are of another text', () => {
    expect(told('Another text.', words)).toEqual([['Another text.', false, false]]);
    expect(told(text, words, [['My', true]])[0]).toEqual(['My ', false, false]);
    expect(told('您好', [])).toEqual([['您好', false, false]]);
  });

  it('says nothing is doubtful in what somebody corrected', () => {
    expect(isDoubtful({ words, confidence: 0.9, corrected: false })).toBe(true);
    expect(isDoubtful({ words: [], confidence: 0.3, corrected: false })).toBe(true);
    expect(isDoubtful({ words: [], confidence: 0.3, corrected: true })).toBe(false);
  });
});
