// Which deductions cite seconds that whoever scores has not heard.
import type { Preview } from '../../api/types';
import { isHeard } from '../../player/coverage';
import type { Span } from '../../player/passage';
import { questionsOf } from '../../scorecard/questions';
import type { Answers, Card } from '../../scorecard/types';

export interface UnheardEvidence extends Span {
  question: string;
}

/** In card order. What loses nothing may cite what it likes. */
export function unheardEvidence(
  card: Card,
  answers: Answers,
  preview: Pick<Preview, 'lost' | 'score'>,
  heard: readonly Span[],
): UnheardEvidence[] {
  const losing = new Set([...preview.lost.map((one) => one.question), ...(preview.score?.fatal ?? [])]);
  return questionsOf(card)
    .filter((question) => losing.has(question.key))
    .flatMap((question) =>
      (answers[question.key]?.evidence ?? []).flatMap((one) =>
        'start_ms' in one && !isHeard(heard, one)
          ? [{ question: question.key, start_ms: one.start_ms, end_ms: one.end_ms }]
          : [],
      ),
    );
}
