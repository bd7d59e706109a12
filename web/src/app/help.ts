// Which pages have help of their own, and the keys that work on each. The words are in shell.json.
import type words from '../i18n/en/shell.json';

export type HelpTopic =
  | 'today'
  | 'calls'
  | 'call'
  | 'my_evaluations'
  | 'appeals'
  | 'sales'
  | 'sittings'
  | 'contacts'
  | 'review'
  | 'evaluation'
  | 'results'
  | 'agent_home'
  | 'feedback'
  | 'my_calls'
  | 'upload'
  | 'import_calls'
  | 'projects'
  | 'scorecards'
  | 'answers'
  | 'improvements'
  | 'card_builder'
  | 'people'
  | 'sources'
  | 'source_connect'
  | 'retention'
  | 'transcription'
  | 'settings'
  | 'days_away'
  | 'requests'
  | 'cases'
  | 'guide'
  | 'case_editor'
  | 'clip'
  | 'clips'
  | 'desk'
  | 'learning'
  | 'references'
  | 'case_reviews'
  | 'presenting';

/** What a key does; its words are in `help.key`. */
export type KeyAction = keyof (typeof words)['help']['key'];

/** Keys, by spaces, and what they do. */
export type HelpKey = readonly [keys: string, does: KeyAction];

const EVERYWHERE: HelpKey[] = [
  ['F1', 'help'],
  ['Tab', 'next_control'],
  ['Esc', 'close'],
];

const LISTENING: HelpKey[] = [
  ['Space', 'play'],
  ['← →', 'seek'],
  [', .', 'speed'],
];

const OF_PAGE: Partial<Record<HelpTopic, HelpKey[]>> = {
  calls: [['↑ ↓', 'row'], ['Enter', 'open_call'], ['X', 'select_row'], ['/', 'find'], ...LISTENING],
  call: [
    ...LISTENING,
    ['/', 'find_in_call'],
    ['I O', 'range'],
    ['Shift+↑ ↓', 'utterances'],
    ['G B K T', 'flags'],
  ],
  people: [
    ['↑ ↓', 'row'],
    ['Enter', 'open_person'],
    ['/', 'find'],
  ],
  review: [
    ['?', 'all_keys'],
    ['↑ ↓', 'item'],
    ['1–9', 'answer'],
    ['D', 'no_other_faults'],
    ['E', 'evidence'],
    ['N P W', 'notes'],
    ['I O', 'range'],
    ['Shift+↑ ↓', 'utterances'],
    ['/', 'find_in_call'],
    ['V', 'sale_outcome'],
    ['M', 'reminder'],
    ['G B K T', 'flags'],
    ['Ctrl+Enter', 'release'],
    ...LISTENING,
  ],
  feedback: [['M', 'mark_own'], ...LISTENING],
  cases: [['↑ ↓', 'row'], ['Enter', 'play_guided'], ...LISTENING],
  guide: [
    ['Space', 'guide_on'],
    ['R', 'guide_again'],
    ['← →', 'seek'],
    [', .', 'speed'],
  ],
  case_editor: [['N', 'case_point'], ...LISTENING],
  clip: LISTENING,
  clips: LISTENING,
  today: [['Enter', 'score_next']],
  presenting: [
    ['Space', 'reveal'],
    ['P', 'play_entry'],
    ['← →', 'entry'],
    ['+ −', 'hands'],
    ['D', 'decision'],
  ],
  card_builder: [
    ['Alt+↑ ↓', 'move_part'],
    ['Space', 'lift_part'],
  ],
};

/** The keys of a page, its own first. */
export function keysOf(topic: HelpTopic): HelpKey[] {
  return [...(OF_PAGE[topic] ?? []), ...EVERYWHERE];
}
