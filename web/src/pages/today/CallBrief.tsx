// A call in one line, as far as one needs it to begin.
import type { CallRow } from '../../api/types';
import { Duration } from '../../components/Duration';
import { PersonName } from '../../components/PersonName';
import { Time } from '../../components/Time';

export function agentOf(call: CallRow) {
  const agent = call.agents[0];
  return {
    person: agent?.person ?? null,
    fallback: agent ? (agent.name ?? agent.external_id) : null,
  };
}

export function CallBrief({ call }: { call: CallRow }) {
  const place = [call.project?.name, call.queue?.name].filter(Boolean).join(' · ');
  return (
    <>
      <Time at={call.started_at} /> · <PersonName {...agentOf(call)} /> · <Duration ms={call.duration_ms} />
      {place && <span className="muted"> · {place}</span>}
    </>
  );
}
