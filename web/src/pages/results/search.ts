// The filters of the results, as they stand in the page's address and as the server is asked.
// What an address holds that we do not know is left out, so an old link still opens.
import type { Query } from '../../api/client';
import { oneOf, type Search, stringifySearch } from '../../app/search';

export const RESULT_SORTS = ['-released_at', 'released_at', '-total', 'total'] as const;
export type ResultSort = (typeof RESULT_SORTS)[number];
export const ANSWERED = [
  'unopened',
  'opened',
  'acknowledged',
  'no_objection',
  'appealed',
  'decided',
  'lapsed',
] as const;
/** What results can be for; without a choice, the quality score alone. */
export const PURPOSES = ['verification', 'beside', 'live', 'text', 'any'] as const;
const YES_NO = ['true', 'false'] as const;

/** Filters that take any one value: ids, and keys of grades. */
export const NAMES = ['project', 'team', 'person', 'evaluator', 'scorecard', 'band'] as const;
/** Filters that take one of a few. */
const CHOICES = {
  passed: YES_NO,
  fatal: ['true'],
  critical_failed: ['true'],
  answered: ANSWERED,
  generated: YES_NO,
  overdue: ['true'],
  disposition: ['right', 'wrong', 'unsaid'],
  purpose: PURPOSES,
} as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The filters of an address, each known and well formed. */
export function resultFilters(search: Search): Search {
  const filters: Search = {};
  for (const name of NAMES) {
    const value = oneOf(search[name]);
    if (value !== undefined && value !== '') filters[name] = value;
  }
  for (const [name, choices] of Object.entries(CHOICES)) {
    const value = oneOf(search[name]);
    if ((choices as readonly (string | undefined)[]).includes(value)) filters[name] = value;
  }
  for (const name of ['from', 'to']) {
    const value = oneOf(search[name]);
    if (value !== undefined && DAY.test(value)) filters[name] = value;
  }
  return filters;
}

/** The filters alone, as text: what is saved under a name. */
export function filterText(search: Search): string {
  return stringifySearch(resultFilters(search)).replace(/^\?/, '');
}

export function resultSort(search: Search): ResultSort {
  const sort = oneOf(search.sort);
  return RESULT_SORTS.find((known) => known === sort) ?? '-released_at';
}

export function isFiltered(search: Search): boolean {
  return Object.keys(resultFilters(search)).length > 0;
}

/** What the server is asked for a page of results. */
export function resultQuery(search: Search): Query {
  return { ...resultFilters(search), sort: resultSort(search), cursor: oneOf(search.cursor) };
}

/** How a result came out, as one choice; the address keeps the server's own names. */
export const OUTCOMES = {
  passed: { passed: 'true' },
  failed: { passed: 'false' },
  fatal: { fatal: 'true' },
  critical_failed: { critical_failed: 'true' },
} as const satisfies Record<string, Search>;
export type OutcomeChoice = keyof typeof OUTCOMES;

export function outcomeChosen(search: Search): OutcomeChoice | null {
  if (search.fatal === 'true') return 'fatal';
  if (search.critical_failed === 'true') return 'critical_failed';
  if (search.passed === 'true') return 'passed';
  return search.passed === 'false' ? 'failed' : null;
}

/** The part of an address that a choice replaces. */
export function withOutcome(choice: OutcomeChoice | null): Search {
  const none: Search = { passed: undefined, fatal: undefined, critical_failed: undefined };
  return choice === null ? none : { ...none, ...OUTCOMES[choice] };
}
