// Agents to choose from: by the person's name where that is known, with what their source calls them.
import type { Directory } from '../api/types';

export function agentOptions(directory: Directory | undefined): { value: string; label: string }[] {
  const people = new Map((directory?.people ?? []).map(({ id, name }) => [id, name]));
  return (directory?.agents ?? []).map(({ id, name, external_id, person_id }) => {
    const known = (person_id === null ? undefined : people.get(person_id)) ?? name;
    return { value: id, label: known ? `${known} · ${external_id}` : external_id };
  });
}
