import { expect, test } from 'vitest';
import { appealsTitleOf, landingOf, navigationOf } from './navigation';

test('everybody begins where their work is', () => {
  expect(landingOf({ roles: ['inspector'] })).toBe('/today');
  expect(landingOf({ roles: ['agent'] })).toBe('/home');
  expect(landingOf({ roles: ['team_leader'] })).toBe('/results');
  expect(landingOf({ roles: ['qa_manager'] })).toBe('/calls');
  expect(landingOf({ roles: ['administrator'] })).toBe('/people');
  expect(landingOf({ roles: [] })).toBeNull();
});

test('several roles give the pages of all of them, each once', () => {
  const pages = navigationOf({ roles: ['administrator', 'inspector'] });
  expect(pages).toEqual([
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
    'sources',
    'upload',
    'transcription',
    'people',
    'days_away',
    'retention',
    'settings',
  ]);
});

test('an agent has their own calls, beside the search of another role', () => {
  expect(navigationOf({ roles: ['agent'] })).toEqual([
    'agent_home',
    'feedback',
    'my_calls',
    'learning',
    'cases',
    'case_reviews',
    'days_away',
  ]);
  expect(navigationOf({ roles: ['agent', 'trainer'] })).toEqual([
    'desk',
    'cases',
    'case_reviews',
    'references',
    'results',
    'answers',
    'calls',
    'agent_home',
    'feedback',
    'my_calls',
    'learning',
    'days_away',
  ]);
});

test('whoever is no agent has a page of their own learning once something was given to them', () => {
  expect(navigationOf({ roles: ['inspector'] })).not.toContain('learning');
  expect(navigationOf({ roles: ['inspector'] }, true).at(-1)).toBe('learning');
  expect(navigationOf({ roles: ['agent'] }, true)).toEqual(navigationOf({ roles: ['agent'] }));
});

test('a role that this version does not know gives nothing', () => {
  expect(navigationOf({ roles: ['client_auditor'] })).toEqual([]);
});

test('appeals have the name of what one does with them', () => {
  expect(appealsTitleOf({ roles: ['team_leader'] })).toBe('first_review');
  expect(appealsTitleOf({ roles: ['inspector', 'trainer'] })).toBe('recheck');
  expect(appealsTitleOf({ roles: ['qa_manager'] })).toBe('arbitration');
  expect(appealsTitleOf({ roles: ['qa_manager', 'team_leader'] })).toBe('recheck');
});
