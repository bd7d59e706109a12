import { expect, test } from 'vitest';
import type { SourceDocument } from '../../api/sources';
import { documentOf, draftOf, newRule } from './draft';

const WHOLE: SourceDocument = {
  name: 'pbx',
  kind: 'upload',
  time_zone: 'Asia/Shanghai',
  channels: { 0: 'agent', 1: 'customer', 2: 'other' },
  naming: { pattern: 'custom', expression: '(?<native_id>\\d+)' },
  metadata: {
    direction: { from: ['type', 'kind'], values: { 1: 'inbound', 2: 'outbound' } },
    queue: { value: 'Support' },
  },
  project: 'Cards',
  queue: 'Support',
  retention_days: 365,
  redaction: 'beep',
  transcribe: '20%',
  speech: { languages: ['zh'], queues: { Cards: { vocabulary: ['花呗'] } } },
};

test('what a form is filled with comes back as it was', () => {
  expect(documentOf(draftOf(WHOLE), WHOLE)).toEqual(WHOLE);
  const little: SourceDocument = { name: 'a', kind: 'import', time_zone: 'UTC' };
  expect(documentOf(draftOf(little), little)).toEqual(little);
  for (const transcribe of ['assigned_first', 'on_request', '7%']) {
    expect(documentOf(draftOf({ ...little, transcribe }), little).transcribe).toBe(transcribe);
  }
});

test('text is read as a person writes it', () => {
  const draft = {
    ...draftOf(WHOLE),
    pattern: 'vicidial' as const,
    tokens: ' ',
    rules: [{ ...newRule('direction'), from: ' a，b ', values: '1 = inbound, x=a=b' }, newRule()],
    retention_days: 'many',
  };
  const read = documentOf(draft, WHOLE);
  expect(read.naming).toEqual({ pattern: 'vicidial', tokens: 'FULLDATE_CUSTPHONE' });
  expect(read.metadata).toEqual({ direction: { from: ['a', 'b'], values: { 1: 'inbound', x: 'a=b' } } });
  expect(read.retention_days).toBe('many');
});
