// The state of the calls page is its address.
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { Search } from '../../app/search';

export function useCallsSearch() {
  const search = useSearch({ from: '/shell/calls' });
  const navigate = useNavigate({ from: '/calls' });
  return {
    search,
    /** Shows the list of another search. */
    show: (next: Search) => void navigate({ to: '/calls', search: next }),
  };
}
