import { expect, test } from 'vitest';
import { originalsOf } from './originals';

const recording = (redaction: string, hidden = 0, state = 'prepared') => ({
  state,
  redaction: { state: redaction, hidden },
});

test('while it is being hidden the original is heard, and there is no choice', () => {
  for (const state of ['pending', 'words']) {
    const one = recording(state, state === 'words' ? 2 : 0);
    expect(originalsOf([one], true)).toEqual({ unredacted: [one], hasChoice: false });
  }
  const [done, words] = [recording('done', 1), recording('words', 1)];
  expect(originalsOf([done, words], true)).toEqual({ unredacted: [words], hasChoice: false });
});

test('once it is hidden there is a choice, where anything is', () => {
  expect(originalsOf([recording('done', 1), recording('done')], true)).toEqual({
    unredacted: [],
    hasChoice: true,
  });
  expect(originalsOf([recording('done')], true).hasChoice).toBe(false);
  expect(originalsOf([recording('off')], true).hasChoice).toBe(false);
});

test('what cannot be heard yet is no original that is heard', () => {
  expect(originalsOf([recording('pending', 0, 'accepted')], true).unredacted).toEqual([]);
  expect(originalsOf([recording('words', 1)], false)).toEqual({ unredacted: [], hasChoice: false });
});
