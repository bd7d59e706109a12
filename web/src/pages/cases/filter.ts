// What the address of the library holds, and what is asked of the server for it.
import type { CaseState } from '../../api/caseShapes';
import type { Query } from '../../api/client';
import { anew, askedOf, hasAny, oneOf, type Search } from '../../app/search';

export const TABS = ['shelves', 'proposals', 'drafts', 'archive', 'mine'] as const;
export type Tab = (typeof TABS)[number];

/** The tabs of somebody: editors have them all; whoever proposes sees what became of it. */
export function tabsOf(who: { edits: boolean; proposes: boolean }): Tab[] {
  return TABS.filter((tab) => {
    if (tab === 'shelves') return true;
    return tab === 'mine' ? who.proposes : who.edits;
  });
}

export function tabOf(search: Search, shown: readonly Tab[]): Tab {
  return shown.find((tab) => tab === oneOf(search.tab)) ?? 'shelves';
}

/** What narrows a list, in the words of the address; the server reads the same. */
export const FILTERS = [
  'library_id',
  'level',
  'language',
  'scorecard_id',
  'item',
  'queue_id',
  'tag',
  'q',
] as const;

const OF_TAB: Record<Tab, { state?: CaseState; proposed_by?: 'me' }> = {
  shelves: { state: 'shelved' },
  proposals: { state: 'proposed' },
  drafts: { state: 'draft' },
  archive: { state: 'archived' },
  mine: { proposed_by: 'me' },
};

export function queryOf(search: Search, tab: Tab): Query {
  return { ...askedOf(search, [...FILTERS, 'sort', 'cursor']), ...OF_TAB[tab] };
}

/** Whose items and tags are offered: those of the tab; of one's own proposals no more is told than of all. */
export function stateOf(tab: Tab): CaseState {
  const { state } = OF_TAB[tab];
  return state ?? 'shelved';
}

/** An item of a card in one word, as a list of choices needs it. */
export function itemKey(scorecard_id: string, item: string): string {
  return `${scorecard_id} ${item}`;
}

/** What the address holds for that word; nothing for none. */
export function itemOf(key: string | undefined): Search {
  const [scorecard_id, item] = key?.split(' ') ?? [];
  return { scorecard_id, item };
}

/** Whether something is left out of the list. */
export function isNarrowed(search: Search): boolean {
  return hasAny(search, FILTERS);
}

/** The address with one thing changed: the list begins anew, and nothing is chosen in it. */
export function narrowed(search: Search, part: Search): Search {
  return anew({ ...search, case: undefined }, part);
}

/** Everything but the tab is given up. */
export function widened(search: Search): Search {
  return { tab: search.tab };
}

/** The next or previous of a list; the first where none is chosen. */
export function neighbourOf(
  ids: readonly string[],
  chosen: string | undefined,
  by: 1 | -1,
): string | undefined {
  const place = chosen === undefined ? -1 : ids.indexOf(chosen);
  if (place < 0) return ids[0];
  return ids[Math.min(Math.max(place + by, 0), ids.length - 1)];
}
