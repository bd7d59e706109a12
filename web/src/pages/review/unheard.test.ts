import { describe, expect, it } from 'vitest';
import { answer, cardOf, option, question } from '../../scorecard/cards.fixture';
import { unheardEvidence } from './unheard';

const yesNo = [option('yes', 10), option('no', 0)];
const card = cardOf(question('a', yesNo), question('b', yesNo));
const at = (start_ms: number, end_ms: number) => ({
  kind: 'range' as const,
  start_ms,
  end_ms,
  channel: null,
});
const heard = [{ start_ms: 0, end_ms: 20_000 }];

describe('evidence that was not heard', () => {
  it('is named where something is lost, in card order', () => {
    const answers = {
      b: answer(['no'], { evidence: [at(30_000, 40_000)] }),
      a: answer(['no'], { evidence: [at(1_000, 2_000), at(50_000, 50_000), { kind: 'not_said' as const }] }),
    };
    const lost = [
      { question: 'a', points: 5 },
      { question: 'b', points: 5 },
    ];
    expect(unheardEvidence(card, answers, { lost, score: null }, heard)).toEqual([
      { question: 'a', start_ms: 50_000, end_ms: 50_000 },
      { question: 'b', start_ms: 30_000, end_ms: 40_000 },
    ]);
  });

  it('is no matter where nothing is lost', () => {
    const answers = { a: answer(['yes'], { evidence: [at(30_000, 40_000)] }) };
    expect(unheardEvidence(card, answers, { lost: [], score: null }, heard)).toEqual([]);
  });
});
