// Cards for the tests of this folder and of the review page: small, with one of everything.
import type { Answer, Card, CardOption, CardQuestion } from './types';

export function option(key: string, score: number | null, more: Partial<CardOption> = {}): CardOption {
  return { key, title: {}, score, fatal: null, require: [], ...more };
}

export function question(key: string, options: CardOption[], more: Partial<CardQuestion> = {}): CardQuestion {
  return {
    key,
    title: { en: key },
    guidance: {},
    weight: 1,
    share: 10,
    critical: false,
    options,
    not_applicable: null,
    show_when: null,
    multiple: false,
    default: null,
    scored: true,
    evidence: ['range', 'not_said', 'record'],
    causes: [],
    ...more,
  };
}

export function cardOf(...questions: CardQuestion[]): Card {
  return {
    key: 'card',
    title: {},
    method: 'weighted',
    pass: 85,
    bands: [],
    sections: [{ key: 'only', title: {}, weight: 1, bonus: false, questions }],
  };
}

export function answer(options: string[], more: Partial<Answer> = {}): Answer {
  return { options, not_applicable: false, comment: null, causes: [], evidence: [], ...more };
}

const yesNo = [option('yes', 10), option('no', 0)];

/** `promise` is asked when `resolved` is promised, `deadline` when `promise` is kept. */
export const CONDITIONAL = cardOf(
  question('greeting', yesNo),
  question(
    'resolved',
    [option('now', 10), option('promised', 10), option('open', 0, { require: ['comment'] })],
    {
      not_applicable: 'excluded',
    },
  ),
  question('promise', yesNo, { show_when: { question: 'resolved', is: ['promised'] } }),
  question('deadline', yesNo, { show_when: { question: 'promise', is: ['yes'] } }),
);

/** A points card: every item has "none" as its default, wording may be counted several times. */
export const POINTS = cardOf(
  question('terms', [option('none', 0), option('incomplete', -8)], { default: 'none' }),
  question('wording', [option('none', 0), option('slang', -1), option('argues', -5)], {
    default: 'none',
    multiple: true,
  }),
);
