import { describe, expect, it } from 'vitest';
import { soundAddress } from './recordings';

describe('where the sound comes from', () => {
  it('is another address once something of it is hidden', () => {
    const before = soundAddress('r');
    const after = soundAddress('r', { hidden: 2 });
    expect(before).toBe('/api/v1/recordings/r/audio');
    expect(after).not.toBe(before);
    expect(soundAddress('r', { hidden: 3 })).not.toBe(after);
  });

  it('is one address for the original, whatever is hidden in the other', () => {
    expect(soundAddress('r', { original: true, hidden: 2 })).toBe('/api/v1/recordings/r/original/audio');
  });
});
