import { describe, expect, test } from 'vitest';
import { ApiProblem } from '../../api/problem';
import { audioAmong, changed, isOpen, metadataOf, NO_FACTS, type Upload } from './uploads';

const file = (name: string, type = '') => new File(['x'], name, { type, lastModified: 1 });

function added(...names: string[]): readonly Upload[] {
  return changed([], { do: 'add', files: names.map((name) => file(name)), facts: NO_FACTS });
}

describe('what is sent along', () => {
  test('is only what was filled in', () => {
    expect(metadataOf({ ...NO_FACTS, source: ' manual ' })).toEqual({ source: 'manual' });
  });

  test('names the agent and the channels', () => {
    const facts = { ...NO_FACTS, source: 'manual', agent_id: '6035', channels: 'customer_first' } as const;
    expect(metadataOf(facts)).toEqual({
      source: 'manual',
      agents: [{ external_id: '6035', name: undefined }],
      channels: { '0': 'customer', '1': 'agent' },
    });
  });
});

describe('the files', () => {
  test('that are dropped twice stand once', () => {
    const once = added('a.wav', 'b.wav');
    expect(changed(once, { do: 'add', files: [file('a.wav')], facts: NO_FACTS })).toHaveLength(2);
  });

  test('take what is said of all, unless they are stored', () => {
    const [first, second] = added('a.wav', 'b.wav');
    const sent = { call_id: 'c', recording_id: 'r', wasKnown: false };
    const after = changed([first as Upload, second as Upload], {
      do: 'progress',
      key: (first as Upload).key,
      progress: { state: 'sent', sent },
    });
    const described = changed(after, { do: 'describe_all', facts: { agent_id: '7' } });
    expect(described.map((upload) => upload.facts.agent_id)).toEqual(['', '7']);
    expect(changed(described, { do: 'remove_sent' })).toHaveLength(1);
  });

  test('that were refused may be mended and sent again', () => {
    const [upload] = added('a.wav');
    const refused = {
      ...(upload as Upload),
      progress: { state: 'refused', problem: new ApiProblem('x') },
    } as const;
    expect(isOpen(refused)).toBe(true);
  });

  test('are recordings, by kind or by name', () => {
    const dropped = [file('a.WAV'), file('b', 'audio/mpeg'), file('c.png', 'image/png'), file('notes.txt')];
    expect(audioAmong(dropped).map((one) => one.name)).toEqual(['a.WAV', 'b']);
  });
});
