// From the address of the page of people to what the server is asked, and back.
import type { Query } from '../../api/client';
import { oneOf, type Search } from '../../app/search';

/** Who is shown: whoever is here, unless the address says otherwise. */
export type Presence = 'here' | 'left' | 'all';

export function presenceOf(search: Search): Presence {
  const retired = oneOf(search.retired);
  if (retired === 'true') return 'left';
  return retired === 'any' ? 'all' : 'here';
}

const RETIRED: Record<Presence, string | undefined> = { here: undefined, left: 'true', all: 'any' };

export function withPresence(search: Search, presence: Presence): Search {
  return withValue(search, 'retired', RETIRED[presence]);
}

/** The search with another value, from the first page on. */
export function withValue(search: Search, name: string, value: string | undefined): Search {
  const next: Search = { ...search, [name]: value === '' ? undefined : value };
  delete next.cursor;
  return next;
}

/** The query of the list of people. */
export function peopleRequest(search: Search): Query {
  const presence = presenceOf(search);
  return {
    q: oneOf(search.q),
    role: oneOf(search.role),
    team: oneOf(search.team),
    unmatched: oneOf(search.unmatched),
    retired: presence === 'all' ? undefined : presence === 'left',
    cursor: oneOf(search.cursor),
  };
}

/** Whether the list shows everybody who is here. */
export function isUnfiltered(search: Search): boolean {
  return ['q', 'role', 'team', 'unmatched', 'retired'].every((name) => oneOf(search[name]) === undefined);
}

export type AgentShown = 'unmatched' | 'matched' | 'all';

/** Which agents are shown: whoever is nobody yet, unless the address says otherwise. */
export function agentsShown(search: Search): AgentShown {
  const shown = oneOf(search.agents);
  return shown === 'matched' || shown === 'all' ? shown : 'unmatched';
}

/** The query of the list of agents. */
export function agentsRequest(search: Search): Query {
  const shown = agentsShown(search);
  return {
    q: oneOf(search.q),
    unmatched: shown === 'all' ? undefined : shown === 'unmatched',
    cursor: oneOf(search.cursor),
  };
}
