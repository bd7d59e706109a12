// Where an evaluation stands, in one word each for two questions: how far the evaluator is, and
// what the agent did with it. The words themselves are in i18n (results:state.…, results:answer.…).
import type { AgentsAnswer, EvaluationRow } from '../../api/types';

export type EvaluationState = 'draft' | 'going_out' | 'released' | 'not_scored';
export type AnswerState = 'unopened' | 'opened' | AgentsAnswer;

export function stateOf(row: Pick<EvaluationRow, 'state' | 'is_out'>): EvaluationState {
  return row.state === 'released' && !row.is_out ? 'going_out' : row.state;
}

/** What the agent did with it; null as long as there is nothing they could have opened. */
export function answerStateOf(
  row: Pick<EvaluationRow, 'state' | 'is_out' | 'opened_at' | 'answer'>,
): AnswerState | null {
  if (row.state !== 'released' || !row.is_out) return null;
  return row.answer ?? (row.opened_at === null ? 'unopened' : 'opened');
}

export type Outcome = 'fatal' | 'failed' | 'passed' | 'unjudged';

/** How a result is to be shown: a fatal error is said before a fail, and a card may judge nothing. */
export function outcomeOf(score: { passed: boolean | null; fatal: boolean }): Outcome {
  if (score.fatal) return 'fatal';
  if (score.passed === null) return 'unjudged';
  return score.passed ? 'passed' : 'failed';
}
