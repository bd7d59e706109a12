// How a score came about, told: the same account that the table shows, as sentences in the order in
// which people reckon. Every number is the server's; nothing is computed again.
import type { CardDefinition, Evaluation, Score, Words } from '../../api/types';
import { type Account, accountOf, losses, stepsInOrder } from './trace';

/** A sentence: which one, and what it is about. Points are numbers; `option` and `title` words. */
export type Sentence =
  | { says: 'worth' }
  | { says: 'start'; points: number }
  | { says: 'not_counted'; titles: Words[]; carried: boolean }
  | { says: 'lost'; title: Words; options: Words[]; share: number; points: number; lost: number }
  | { says: 'deducted'; title: Words; options: Words[]; lost: number }
  | { says: 'nothing_lost' }
  | { says: 'rest_full' }
  | { says: 'bonus'; title: Words; points: number }
  | { says: 'sum'; points: number }
  | { says: 'floor' | 'ceiling'; points: number }
  | { says: 'fatal'; title: Words }
  | { says: 'fatal_section'; title: Words; points: number }
  | { says: 'fatal_evaluation'; points: number }
  | { says: 'total'; total: number }
  | { says: 'passed' | 'failed'; mark: number }
  | { says: 'band'; title: Words }
  | { says: 'revised'; revision: number }
  | { says: 'no_total' };

/** A score, and what it was made of. */
export type Told = Pick<Evaluation, 'answers' | 'revision' | 'score'> & { card: CardDefinition };

export function sentencesOf({ answers, revision, score, card }: Told): Sentence[] {
  if (score === null) return [];
  const account = accountOf(score.trace, card, score.fatal);
  if (score.total === null) return [{ says: 'no_total' }];
  const isWeighted = card.method === 'weighted';
  const { start, clamps, fatal } = stepsInOrder(account.steps);
  return [
    ...(isWeighted ? [{ says: 'worth' } as const] : []),
    ...start.map(({ points }) => ({ says: 'start', points }) as const),
    ...notCounted(account, isWeighted),
    ...lost(account, answers, card, isWeighted),
    ...bonuses(account),
    ...(fatal.length > 0 && score.score_before_fatal !== null
      ? [{ says: 'sum', points: score.score_before_fatal } as const]
      : []),
    ...clamps.map(({ step, points }) => ({ says: step === 'floor' ? 'floor' : 'ceiling', points }) as const),
    ...losses(account)
      .filter(({ isFatal }) => isFatal)
      .map(({ title }) => ({ says: 'fatal', title }) as const),
    ...fatal.map(({ step, section, points }): Sentence =>
      step === 'fatal_section' && section
        ? { says: 'fatal_section', title: section, points }
        : { says: 'fatal_evaluation', points },
    ),
    { says: 'total', total: score.total },
    ...verdict(score, card),
    ...(revision > 1 ? [{ says: 'revised', revision } as const] : []),
  ];
}

function notCounted(account: Account, isWeighted: boolean): Sentence[] {
  const left = account.sections
    .flatMap(({ items }) => items)
    .filter(({ whyNot }) => whyNot === 'not_applicable');
  if (left.length === 0) return [];
  return [{ says: 'not_counted', titles: left.map(({ title }) => title), carried: isWeighted }];
}

function lost(
  account: Account,
  answers: Evaluation['answers'],
  card: CardDefinition,
  isWeighted: boolean,
): Sentence[] {
  const items = account.sections.filter(({ isBonus }) => !isBonus).flatMap((section) => section.items);
  const losing = items.filter((item) => item.lost > 0);
  if (losing.length === 0) return [{ says: 'nothing_lost' }];
  const said = losing.map((item): Sentence => {
    const options = chosen(item.question, answers, card);
    const { title, points, lost: gone } = item;
    return isWeighted
      ? { says: 'lost', title, options, share: item.share ?? 0, points, lost: gone }
      : { says: 'deducted', title, options, lost: gone };
  });
  const hasRest = items.some((item) => item.whyNot === null && item.lost === 0);
  return isWeighted && hasRest ? [...said, { says: 'rest_full' }] : said;
}

function chosen(key: string, answers: Evaluation['answers'], card: CardDefinition): Words[] {
  const question = card.sections.flatMap(({ questions }) => questions).find((one) => one.key === key);
  return (answers[key]?.options ?? []).flatMap((option) => {
    const title = question?.options.find((one) => one.key === option)?.title;
    return title ? [title] : [];
  });
}

function bonuses(account: Account): Sentence[] {
  return account.sections
    .filter(({ isBonus }) => isBonus)
    .map(({ title, items }) => ({
      says: 'bonus' as const,
      title,
      points: items.reduce((sum, { points }) => sum + points, 0),
    }))
    .filter(({ points }) => points !== 0);
}

function verdict(score: Score, card: CardDefinition): Sentence[] {
  const band = card.bands.find(({ key }) => key === score.band);
  return [
    ...(card.pass !== null && score.passed !== null
      ? [{ says: score.passed ? 'passed' : 'failed', mark: card.pass } as const]
      : []),
    ...(band ? [{ says: 'band', title: band.title } as const] : []),
  ];
}
