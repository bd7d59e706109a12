// The state of the page of people is its address.
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { Search } from '../../app/search';

export const VIEWS = ['people', 'teams', 'projects', 'agents'] as const;
export type View = (typeof VIEWS)[number];

export function usePeopleSearch() {
  const search = useSearch({ from: '/shell/people' });
  const navigate = useNavigate({ from: '/people' });
  return {
    search,
    show: (next: Search) => void navigate({ to: '/people', search: next }),
  };
}

export function viewOf(search: Search): View {
  return VIEWS.find((view) => view === search.view) ?? 'people';
}
