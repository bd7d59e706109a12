import type { Named } from '../api/types';

type Props = {
  person: Named | null;
  /** What the source calls the agent, for whom nobody is known. */
  fallback?: string | null;
};

/** Who took the call: the person, or what the source calls the agent. */
export function PersonName({ person, fallback }: Props) {
  if (person) return <span>{person.name}</span>;
  return <span className="muted">{fallback ?? '–'}</span>;
}
