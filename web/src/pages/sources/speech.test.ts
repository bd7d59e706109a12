import { describe, expect, it } from 'vitest';
import { newQueue, speechDraftOf, speechFrom } from './speech';

describe('what is known of what is said', () => {
  it('comes back as it was sent', () => {
    const speech = {
      languages: ['zh', 'en'],
      chinese: 'traditional' as const,
      engine: 'ctranslate2' as const,
      vocabulary: ['花呗', 'SureStart, 20'],
      queues: { 'Support: English': { languages: ['en'] } },
    };
    expect(speechFrom(speechDraftOf(speech))).toEqual(speech);
  });

  it('is left out where all is as usual', () => {
    expect(speechFrom(speechDraftOf(undefined))).toBeUndefined();
    expect(speechFrom({ ...speechDraftOf({}), vocabulary: ' \n ', queues: [newQueue(' ')] })).toBeUndefined();
  });
});
