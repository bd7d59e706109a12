// What stands in the side navigation: for each role its pages in order. People with several roles
// see all of theirs, in the order in which the roles stand here.
import type { Me, Role } from '../api/types';

export type NavKey =
  | 'today'
  | 'calls'
  | 'my_evaluations'
  | 'sittings'
  | 'contacts'
  | 'sales'
  | 'appeals'
  | 'agent_home'
  | 'feedback'
  | 'my_calls'
  | 'results'
  | 'upload'
  | 'projects'
  | 'scorecards'
  | 'answers'
  | 'improvements'
  | 'people'
  | 'sources'
  | 'retention'
  | 'transcription'
  | 'settings'
  | 'days_away'
  | 'requests'
  | 'cases'
  | 'desk'
  | 'learning'
  | 'references'
  | 'case_reviews';

/** Where each entry leads. */
export const NAV_ADDRESSES = {
  today: '/today',
  calls: '/calls',
  my_evaluations: '/evaluations',
  sittings: '/sittings',
  contacts: '/contacts',
  sales: '/sales',
  appeals: '/appeals',
  agent_home: '/home',
  feedback: '/feedback',
  my_calls: '/my-calls',
  results: '/results',
  upload: '/upload',
  projects: '/projects',
  scorecards: '/scorecards',
  answers: '/answers',
  improvements: '/improvements',
  people: '/people',
  sources: '/sources',
  retention: '/retention',
  transcription: '/transcription',
  settings: '/settings',
  days_away: '/days-away',
  requests: '/requests',
  cases: '/cases',
  desk: '/desk',
  learning: '/learning',
  references: '/reference-calls',
  case_reviews: '/case-reviews',
} as const satisfies Record<NavKey, string>;

const ENTRIES: Record<Role, readonly NavKey[]> = {
  inspector: [
    'today',
    'calls',
    'my_evaluations',
    'sittings',
    'contacts',
    'sales',
    'appeals',
    'cases',
    'improvements',
    'references',
    'case_reviews',
  ],
  qa_manager: [
    'today',
    'calls',
    'results',
    'appeals',
    'requests',
    'my_evaluations',
    'sittings',
    'contacts',
    'sales',
    'cases',
    'desk',
    'scorecards',
    'answers',
    'improvements',
    'references',
    'case_reviews',
    'projects',
    'sources',
    'upload',
    'days_away',
    'settings',
  ],
  team_leader: ['results', 'appeals', 'sales', 'cases', 'desk', 'calls', 'case_reviews', 'days_away'],
  trainer: ['desk', 'cases', 'case_reviews', 'references', 'results', 'answers', 'calls'],
  agent: ['agent_home', 'feedback', 'my_calls', 'learning', 'cases', 'case_reviews', 'days_away'],
  administrator: [
    'sources',
    'calls',
    'upload',
    'transcription',
    'people',
    'days_away',
    'retention',
    'settings',
  ],
};

/** Where each role begins its day. */
const LANDINGS: Record<Role, NavKey> = {
  inspector: 'today',
  qa_manager: 'calls',
  team_leader: 'results',
  trainer: 'desk',
  agent: 'agent_home',
  administrator: 'people',
};

const ROLES = Object.keys(ENTRIES) as Role[];

function rolesOf(me: Pick<Me, 'roles'>): Role[] {
  return ROLES.filter((role) => me.roles.includes(role));
}

/**
 * The entries of everything that somebody is, each once. Whoever is no agent has the page of their own learning
 * where something was given to them to learn.
 */
export function navigationOf(me: Pick<Me, 'roles'>, hasTasks = false): NavKey[] {
  const entries = rolesOf(me).flatMap((role) => ENTRIES[role]);
  return [...new Set(hasTasks ? [...entries, 'learning' as const] : entries)];
}

/** Where somebody begins; null for a person without a role. */
export function landingOf(me: Pick<Me, 'roles'>): (typeof NAV_ADDRESSES)[NavKey] | null {
  const role = rolesOf(me)[0];
  return role === undefined ? null : NAV_ADDRESSES[LANDINGS[role]];
}

/**
 * What appeals are to somebody: a team leader reviews them first, a QA manager arbitrates, everybody else
 * (and who is several of these) handles them.
 */
export function appealsTitleOf(me: Pick<Me, 'roles'>): 'first_review' | 'recheck' | 'arbitration' {
  const [only, ...more] = rolesOf(me).filter((role) => ENTRIES[role].includes('appeals'));
  if (more.length > 0) return 'recheck';
  return only === 'team_leader' ? 'first_review' : only === 'qa_manager' ? 'arbitration' : 'recheck';
}
