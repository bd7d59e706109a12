// Stock phrases: which of them fit an answer, and how one is put into a comment.
import type { StockPhrase } from '../api/desk';
import type { Answer } from './types';

/** What may be done with phrases; a sheet without it has none. */
export interface PhraseTools {
  /** Everybody's first, then one's own; the first nine have keys. */
  of: (question: string, answer: Answer | undefined) => readonly StockPhrase[];
  insert: (question: string, phrase: StockPhrase) => void;
  /** Keeps a comment as one's own phrase, for the answer that it was written to. */
  keep: (question: string, option: string | null, text: string) => void;
  remove: (phrase: StockPhrase) => void;
}

/** Those that are for any answer, and those for one that was chosen. */
export function fittingPhrases(
  phrases: readonly StockPhrase[],
  question: string,
  answer: Answer | undefined,
): StockPhrase[] {
  return phrases.filter(
    (phrase) =>
      phrase.question === question &&
      (typeof phrase.option !== 'string' || (answer?.options.includes(phrase.option) ?? false)),
  );
}

const NO_SPACE_BETWEEN = /[\s\u3000-\u303f\u3400-\u9fff\uff00-\uffef]$/;

/** The comment with a phrase at its end; what stands there already is not put in twice. */
export function withPhrase(comment: string, phrase: string): string {
  if (comment.includes(phrase)) return comment;
  return comment === '' || NO_SPACE_BETWEEN.test(comment) ? comment + phrase : `${comment} ${phrase}`;
}
