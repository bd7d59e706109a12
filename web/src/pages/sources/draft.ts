// The settings of a source as a form holds them, and as the document that is sent.
import type {
  ChannelRole,
  FieldRule,
  NamingPattern,
  PatternWord,
  Redaction,
  SourceDocument,
  SourceKind,
} from '../../api/sources';
import { type SpeechDraft, speechDraftOf, speechFrom } from './speech';

/** One line of the mapping, as text that a person edits. */
export type RuleDraft = { key: number; target: string; from: string; values: string; value: string };

export type Draft = {
  name: string;
  kind: SourceKind;
  time_zone: string;
  left: ChannelRole | '';
  right: ChannelRole | '';
  pattern: PatternWord | '';
  tokens: string;
  expression: string;
  rules: RuleDraft[];
  project: string;
  queue: string;
  retention_days: string;
  redaction: Redaction;
  transcribe: TranscribeWord;
  /** Of a hundred calls, where a share of them is transcribed. */
  transcribe_percent: string;
  speech: SpeechDraft;
};

export type TranscribeWord = 'all' | 'assigned_first' | 'sampled' | 'on_request';

/** Our fields that a source's field may become, in the order of the documentation. */
export const TARGETS = [
  'native_id',
  'agent',
  'agent_name',
  'extension',
  'customer_number',
  'direction',
  'queue',
  'project',
  'started_at',
  'duration',
  'duration_ms',
  'disposition',
  'wrap_up',
  'ticket',
  'tags',
] as const;

export const PATTERNS: readonly PatternWord[] = [
  'freepbx',
  'vicidial',
  'oreka',
  'genesys_cloud',
  'amazon_connect',
  'post_call_analytics',
  'twilio',
  'custom',
];

export const VICIDIAL_TOKENS = 'FULLDATE_CUSTPHONE';

let lastKey = 0;

export function newRule(target = ''): RuleDraft {
  lastKey += 1;
  return { key: lastKey, target, from: '', values: '', value: '' };
}

export function draftOf(document: SourceDocument): Draft {
  const { naming, channels } = document;
  return {
    name: document.name,
    kind: document.kind,
    time_zone: document.time_zone,
    left: channels?.['0'] ?? '',
    right: channels?.['1'] ?? '',
    pattern: naming?.pattern ?? '',
    tokens: naming?.tokens ?? VICIDIAL_TOKENS,
    expression: naming?.expression ?? '',
    rules: Object.entries(document.metadata ?? {}).map(([target, rule]) => ({
      ...newRule(target),
      from: (rule.from ?? []).join(', '),
      values: Object.entries(rule.values ?? {})
        .map(([sent, meant]) => `${sent}=${meant}`)
        .join(', '),
      value: rule.value ?? '',
    })),
    project: document.project ?? '',
    queue: document.queue ?? '',
    retention_days: document.retention_days === undefined ? '' : String(document.retention_days),
    redaction: document.redaction ?? 'silence',
    ...transcribed(document.transcribe ?? 'all'),
    speech: speechDraftOf(document.speech),
  };
}

/** The policy as a form shows it: a share is a choice and a number. */
function transcribed(policy: string): Pick<Draft, 'transcribe' | 'transcribe_percent'> {
  if (policy.endsWith('%')) return { transcribe: 'sampled', transcribe_percent: policy.slice(0, -1) };
  return { transcribe: policy as TranscribeWord, transcribe_percent: '20' };
}

const filled = (text: string) => text.trim() !== '';

/** The parts of a text between commas of either kind. */
function parts(text: string): string[] {
  return text
    .split(/[,，]/)
    .map((part) => part.trim())
    .filter(filled);
}

function ruleOf({ from, values, value }: RuleDraft): FieldRule {
  const pairs = parts(values).map((pair) => {
    const [sent = '', ...meant] = pair.split('=');
    return [sent.trim(), meant.join('=').trim()] as const;
  });
  return {
    ...(filled(from) && { from: parts(from) }),
    ...(pairs.length > 0 && { values: Object.fromEntries(pairs) }),
    ...(filled(value) && { value: value.trim() }),
  };
}

function namingOf({ pattern, tokens, expression }: Draft): NamingPattern | undefined {
  if (pattern === '') return undefined;
  if (pattern === 'vicidial') return { pattern, tokens: tokens.trim() || VICIDIAL_TOKENS };
  if (pattern === 'custom') return { pattern, expression };
  return { pattern };
}

function channelsOf({ left, right }: Draft, known: SourceDocument): Record<string, ChannelRole> {
  const others = Object.entries(known.channels ?? {}).filter(([channel]) => Number(channel) > 1);
  return Object.fromEntries([
    ...(left === '' ? [] : [['0', left] as const]),
    ...(right === '' ? [] : [['1', right] as const]),
    ...others,
  ]);
}

/** The document that a draft makes; `known` is what it began from, for what the form does not show. */
export function documentOf(draft: Draft, known: SourceDocument): SourceDocument {
  const naming = namingOf(draft);
  const channels = channelsOf(draft, known);
  const rules = draft.rules.filter(({ target }) => target !== '');
  const speech = speechFrom(draft.speech);
  const days = draft.retention_days.trim();
  return {
    name: draft.name.trim(),
    kind: draft.kind,
    time_zone: draft.time_zone,
    ...(Object.keys(channels).length > 0 && { channels }),
    ...(naming && { naming }),
    ...(rules.length > 0 && {
      metadata: Object.fromEntries(rules.map((rule) => [rule.target, ruleOf(rule)])),
    }),
    ...(filled(draft.project) && { project: draft.project.trim() }),
    ...(filled(draft.queue) && { queue: draft.queue.trim() }),
    ...(draft.redaction !== 'silence' && { redaction: draft.redaction }),
    ...(draft.transcribe === 'sampled' && { transcribe: `${draft.transcribe_percent.trim()}%` }),
    ...((draft.transcribe === 'assigned_first' || draft.transcribe === 'on_request') && {
      transcribe: draft.transcribe,
    }),
    ...(speech && { speech }),
    // What is no number is sent as it stands: the server says what is wrong with it.
    ...(days !== '' && { retention_days: (/^\d+$/.test(days) ? Number(days) : days) as number }),
  };
}
