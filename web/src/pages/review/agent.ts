import type { Evaluation } from '../../api/types';

/** Whose call is judged: the person, else what the source calls the agent. */
export function agentOf({ person, agent }: Evaluation): string | null {
  return person?.name ?? agent?.name ?? agent?.external_id ?? null;
}
