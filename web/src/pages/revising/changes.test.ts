import { describe, expect, it } from 'vitest';
import { answer, cardOf, option, question } from '../../scorecard/cards.fixture';
import { choose } from '../../scorecard/answers';
import { changedItems, changesOf, putBack, regrounded, stillOpen } from './changes';

const card = cardOf(
  question('greeting', [option('full', 10), option('partly', 5), option('no', 0)]),
  question('identity', [option('done', 10), option('told', 0, { require: ['comment', 'evidence'] })]),
);
const cited = { evidence: [{ kind: 'not_said' as const }] };
const before = {
  greeting: answer(['no'], { ...cited, comment: 'never', attribution: 'system' }),
  identity: answer(['done']),
};
const chosen = (key: string, option: string, last = before) =>
  regrounded(card, before, last, choose(card, last, key, option)) as typeof before;

describe('an item that is answered otherwise', () => {
  it('keeps what shows it and what it is put down to while it still loses, without the comment', () => {
    expect(chosen('greeting', 'partly').greeting).toEqual(
      answer(['partly'], { ...cited, attribution: 'system' }),
    );
    expect(chosen('greeting', 'full').greeting).toEqual(answer(['full']));
    // By way of the best option nothing is lost.
    expect(chosen('greeting', 'partly', chosen('greeting', 'full')).greeting).toEqual(
      answer(['partly'], { ...cited, attribution: 'system' }),
    );
  });

  it('is as it was once the former option is chosen again, or it is put back', () => {
    const changed = chosen('greeting', 'full');
    expect(changedItems(card, before, changed).map(({ key }) => key)).toEqual(['greeting']);
    expect(chosen('greeting', 'no', changed)).toEqual(before);
    expect(putBack(card, before, changed, 'greeting')).toEqual(before);
    expect(changesOf(card, before, before)).toEqual({});
  });

  it('asks for what its option asks for, and nothing is asked of the others', () => {
    const bare = { ...before, greeting: answer(['no']) };
    expect(stillOpen(card, bare, bare)).toEqual([]);
    const told = chosen('identity', 'told');
    expect(stillOpen(card, before, told).map(({ code }) => code)).toEqual([
      'comment_required',
      'evidence_required',
    ]);
    const given = { ...told, identity: { ...told.identity, ...cited, comment: 'at once' } };
    expect(stillOpen(card, before, given)).toEqual([]);
  });

  it('is sent whole, the agent by name where a deduction is put down to them now', () => {
    const { attribution, ...agents } = before.greeting;
    expect(attribution).toBe('system');
    expect(changesOf(card, before, { ...before, greeting: agents as typeof before.greeting })).toEqual({
      greeting: {
        choice: { options: ['no'], not_applicable: false },
        comment: 'never',
        grounds: { causes: [], ...cited, attribution: 'agent' },
      },
    });
  });
});
