// The filter of the calls page: what its address holds, as chips, as a request, as saved text.
import type { Query } from '../../api/client';
import { listOf, oneOf, type Search, stringifySearch } from '../../app/search';

/** What calls may be filtered by, in the order in which chips stand. */
export const FIELDS = [
  'q',
  'said',
  'from',
  'to',
  'project',
  'queue',
  'team',
  'person',
  'agent',
  'source',
  'direction',
  'disposition',
  'tag',
  'longer_than_ms',
  'shorter_than_ms',
  'has_recording',
  'transcript',
  'poor_transcript',
  'one_sided',
  'clipped',
  'silence_from_ms',
  'overtalk_from_ms',
  'evaluated',
  'score_from',
  'score_below',
  'assigned',
  'flag',
  'mine',
] as const;
export type Field = (typeof FIELDS)[number];

/** One condition, removable by itself. */
export type Chip = { field: Field; value: string };

export type Sort = '-started_at' | 'started_at' | '-duration' | 'duration';
export const SORTS: readonly Sort[] = ['-started_at', 'started_at', '-duration', 'duration'];
const PAGE_SIZE = 50;

export function chipsOf(search: Search): Chip[] {
  return FIELDS.flatMap((field) => listOf(search[field]).map((value) => ({ field, value })));
}

export function sortOf(search: Search): Sort {
  const wanted = oneOf(search.sort);
  return SORTS.find((sort) => sort === wanted) ?? '-started_at';
}

/** The search with other values of one field. A page in the middle of the old list means nothing then. */
export function withValues(search: Search, field: Field | 'sort', values: readonly string[]): Search {
  const kept = values.filter((value) => value !== '');
  const rest = Object.fromEntries(
    Object.entries(search).filter(([name]) => name !== field && name !== 'cursor'),
  );
  if (kept.length === 0) return rest;
  return { ...rest, [field]: kept.length === 1 ? kept[0] : [...kept] };
}

export function withoutChip(search: Search, chip: Chip): Search {
  return withValues(
    search,
    chip.field,
    listOf(search[chip.field]).filter((value) => value !== chip.value),
  );
}

export function withoutChips(search: Search): Search {
  const sort = oneOf(search.sort);
  return sort === undefined ? {} : { sort };
}

/** The conditions alone, as text: what is saved under a name, and what work is drawn from. */
export function filterText(search: Search): string {
  const conditions = Object.fromEntries(FIELDS.map((field) => [field, search[field]]));
  return stringifySearch(conditions).replace(/^\?/, '');
}

/** What is asked of the server for one page of the list. */
export function requestOf(search: Search): Query {
  const conditions = FIELDS.flatMap((field) => {
    const values = listOf(search[field]);
    return values.length === 0 ? [] : [[field, values] as const];
  });
  return {
    ...Object.fromEntries(conditions),
    sort: sortOf(search),
    cursor: oneOf(search.cursor),
    limit: PAGE_SIZE,
  };
}

/** Points as people write them (`80`, `92.5`, `８０`), as the server reads them; null for anything else. */
export function readPoints(text: string): string | null {
  const points = text.normalize('NFKC').trim();
  return /^\d{1,9}(\.\d{1,2})?$/.test(points) ? points : null;
}
