import { describe, expect, it } from 'vitest';
import type { StockPhrase } from '../api/desk';
import { answer } from './cards.fixture';
import { fittingPhrases, withPhrase } from './phrases';

const phrase = (id: string, question: string, option: string | null): StockPhrase => ({
  id,
  question,
  option,
  text: id,
  is_shared: false,
  is_changeable: true,
});

describe('stock phrases', () => {
  it('are offered where their item and their option are', () => {
    const phrases = [phrase('any', 'a', null), phrase('no', 'a', 'no'), phrase('other', 'b', null)];
    const ids = (options: string[]) => fittingPhrases(phrases, 'a', answer(options)).map((one) => one.id);
    expect(ids([])).toEqual(['any']);
    expect(ids(['no'])).toEqual(['any', 'no']);
    expect(fittingPhrases(phrases, 'b', undefined)).toHaveLength(1);
  });

  it('are put at the end of a comment, once', () => {
    expect(withPhrase('', 'No name.')).toBe('No name.');
    expect(withPhrase('At the start.', 'No name.')).toBe('At the start. No name.');
    expect(withPhrase('开场未报工号。', '语速过快')).toBe('开场未报工号。语速过快');
    expect(withPhrase('No name.', 'No name.')).toBe('No name.');
  });
});
