import { describe, expect, test } from 'vitest';
import { ApiProblem } from '../../api/problem';
import { type DroppedFile, sorted, stemOf } from './dropped';
import { changed, isOpen, metadataOf as metadata, NO_FACTS, totalOf, type Upload } from './uploads';

const file = (name: string, type = ''): DroppedFile => ({
  file: new File(['x'], name, { type, lastModified: 1 }),
  path: name,
});
const metadataOf = (facts: Upload['facts'], sidecar?: Upload['sidecar']) =>
  metadata(sidecar ? { facts, sidecar } : { facts });

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

  test('is what lies beside the file, where both say something', () => {
    const sidecar = { name: 'a.json', metadata: { source: 'pbx', ticket: 'T-1' } };
    const facts = { ...NO_FACTS, source: 'manual', queue: 'billing' };
    expect(metadataOf(facts, sidecar)).toEqual({ source: 'pbx', ticket: 'T-1', queue: 'billing' });
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
    const dropped = [file('a.WAV'), file('b', 'audio/mpeg'), file('c.png', 'image/png'), file('a.json')];
    const { audio, sidecars, others } = sorted(dropped);
    expect(audio.map((one) => one.path)).toEqual(['a.WAV', 'b']);
    expect([sidecars.map((one) => one.path), others]).toEqual([['a.json'], 1]);
    expect(stemOf('2026.11/Call.1.wav')).toBe('2026.11/call.1');
  });

  test('are counted together, by their bytes', () => {
    const [first, second] = added('a.wav', 'b.wav');
    const sent = { call_id: 'c', recording_id: 'r', wasKnown: false };
    const half = [{ ...(first as Upload), progress: { state: 'sent', sent } } as Upload, second as Upload];
    expect(totalOf(half)).toEqual({ files: 2, sent: 1, refused: 0, share: 0.5 });
  });
});
