// A released evaluation for tests: a partly answered item, a fatal one whose section is voided, one
// that does not apply and one that was never asked. The score is what `earmark score` prints for it.
import type { CardDefinition, CardQuestion, Evaluation } from '../../api/types';

const question = (key: string, more: Partial<CardQuestion> = {}): CardQuestion => ({
  key,
  title: { en: key },
  guidance: {},
  weight: 1,
  share: 0,
  critical: false,
  options: [{ key: 'full', title: { en: 'Full' }, score: 10, fatal: null, require: [] }],
  not_applicable: null,
  show_when: null,
  multiple: false,
  default: null,
  scored: true,
  evidence: ['range', 'not_said', 'record'],
  causes: [],
  ...more,
});

export const exampleCard: CardDefinition = {
  key: 'example',
  title: { en: 'Example', 'zh-CN': '示例' },
  method: 'weighted',
  pass: 85,
  bands: [
    { key: 'good', from: 85, title: { en: 'Good' } },
    { key: 'poor', from: 0, title: { en: 'Poor' } },
  ],
  sections: [
    {
      key: 'opening',
      title: { en: 'Opening' },
      weight: 40,
      bonus: false,
      questions: [
        question('greeting', {
          options: [{ key: 'partly', title: { en: 'Partly' }, score: 5, fatal: null, require: [] }],
        }),
        question('identity', { not_applicable: 'excluded' }),
      ],
    },
    {
      key: 'resolution',
      title: { en: 'Resolution' },
      weight: 60,
      bonus: false,
      questions: [
        question('accuracy', {
          options: [{ key: 'wrong', title: { en: 'Wrong' }, score: 0, fatal: 'section', require: [] }],
          causes: [{ key: 'knowledge', title: { en: 'Knowledge' } }],
        }),
        question('resolved', {
          options: [{ key: 'done', title: { en: 'Done' }, score: 10, fatal: null, require: [] }],
        }),
        question('promise', { show_when: { question: 'resolved', is: ['promised'] } }),
      ],
    },
  ],
};

const item = (name: string, section: string, share: number | null, points: number, lost: number) => ({
  kind: 'question',
  question: name,
  section,
  counted: share !== null,
  why_not: null as string | null,
  share,
  points,
  lost,
});

export const exampleTrace = [
  item('greeting', 'opening', 40, 20, 20),
  { ...item('identity', 'opening', null, 0, 0), why_not: 'not_applicable' },
  item('accuracy', 'resolution', 30, 0, 30),
  item('resolved', 'resolution', 30, 30, 0),
  { ...item('promise', 'resolution', null, 0, 0), why_not: 'hidden' },
  { kind: 'section', section: 'opening', counted: true, share: 40 },
  { kind: 'section', section: 'resolution', counted: true, share: 60 },
  { kind: 'step', step: 'fatal_section', section: 'resolution', points: -30 },
];

export const exampleEvaluation: Evaluation = {
  id: 'e1',
  state: 'released',
  is_out: true,
  undo_until: null,
  purpose: 'quality',
  revision: 1,
  edit: 4,
  call_id: 'c1',
  gone: null,
  participation_id: 'p1',
  call_started_at: '2026-11-20T02:00:00Z',
  agent: { id: 'a1', external_id: '6021', name: '周敏' },
  person: { id: 'w1', name: '周敏' },
  team: { id: 't1', name: '一班' },
  project: { id: 'j1', name: '信用卡' },
  evaluator: { id: 'i1', name: '林涛' },
  scorecard_version: {
    id: 'v1',
    scorecard_id: 's1',
    key: 'example',
    number: 1,
    published_at: '2026-11-01T00:00:00Z',
    definition: exampleCard,
  },
  answers: {
    greeting: {
      options: ['partly'],
      not_applicable: false,
      comment: 'No company name.',
      causes: [],
      evidence: [{ kind: 'range', start_ms: 2_000, end_ms: 5_000, channel: 0 }],
    },
    identity: { options: [], not_applicable: true, comment: null, causes: [], evidence: [] },
    accuracy: {
      options: ['wrong'],
      not_applicable: false,
      comment: 'Fifteen days, not seven.',
      causes: ['knowledge'],
      evidence: [{ kind: 'range', start_ms: 61_000, end_ms: 66_000, channel: 0 }, { kind: 'not_said' }],
    },
    resolved: { options: ['done'], not_applicable: false, comment: null, causes: [], evidence: [] },
  },
  notes: [
    {
      id: 'n2',
      kind: 'strength',
      is_one_change: false,
      text: 'Calm when interrupted.',
      say_instead: null,
      start_ms: 40_000,
      end_ms: 40_000,
      channel: 0,
    },
    {
      id: 'n1',
      kind: 'note',
      is_one_change: true,
      text: 'Look the period up before naming it.',
      say_instead: 'Let me check that for you.',
      start_ms: 60_500,
      end_ms: 61_500,
      channel: 0,
    },
    {
      id: 'n3',
      kind: 'strength',
      is_one_change: false,
      text: 'Friendly throughout.',
      say_instead: null,
      start_ms: null,
      end_ms: null,
      channel: null,
    },
    {
      id: 'n4',
      kind: 'strength',
      is_one_change: false,
      text: 'Uses the name.',
      say_instead: null,
      start_ms: 8_000,
      end_ms: 9_000,
      channel: 0,
    },
  ],
  open: [],
  preview: { complete: true, score: null, lost: [], hidden: [] },
  score: {
    total: 20,
    passed: false,
    band: 'poor',
    fatal: ['accuracy'],
    score_before_fatal: 50,
    critical: null,
    sections: [
      { key: 'opening', score: 50 },
      { key: 'resolution', score: 0 },
    ],
    trace: exampleTrace,
  },
  no_score: null,
  one_change: { note_id: 'n1', question: null },
  feedback: { opened_at: null, acknowledged_at: null, reply: null },
  is_generated: false,
  assignment_id: null,
  started_at: '2026-11-21T01:00:00Z',
  changed_at: '2026-11-21T02:00:00Z',
  released_at: '2026-11-21T02:00:10Z',
};
