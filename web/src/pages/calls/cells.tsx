// What stands in the cells of the list of calls.
import { ArrowDownOutlined, ArrowUpOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallRow } from '../../api/types';
import { FlagTags } from '../../components/flags/FlagTags';
import { Duration } from '../../components/Duration';
import { PersonName } from '../../components/PersonName';
import { Time } from '../../components/Time';
import styles from './calls.module.css';
import type { Column } from './columns';

export function StartCell({ call }: { call: CallRow }) {
  const { t } = useTranslation();
  return (
    <>
      <Link to="/calls/$callId" params={{ callId: call.id }} tabIndex={-1}>
        <Time at={call.started_at} />
      </Link>
      {call.is_generated && ' '}
      {call.is_generated && (
        <span className="tone" title={t('calls:generated_hint')}>
          {t('calls:generated')}
        </span>
      )}
    </>
  );
}

function AgentsCell({ call }: { call: CallRow }) {
  return call.agents.map((agent, index) => (
    <span key={agent.participation_id}>
      {index > 0 && ', '}
      <PersonName person={agent.person} fallback={agent.name ?? agent.external_id} />
    </span>
  ));
}

export function DirectionWord({ direction }: { direction: CallRow['direction'] }) {
  const { t } = useTranslation();
  if (direction === null) return null;
  return direction === 'inbound' ? (
    <span>
      <ArrowDownOutlined className="muted" aria-hidden /> {t('calls:direction.inbound')}
    </span>
  ) : (
    <span>
      <ArrowUpOutlined className="muted" aria-hidden /> {t('calls:direction.outbound')}
    </span>
  );
}

export function TranscriptWord({ state, isPoor }: { state: CallRow['transcript']; isPoor: boolean }) {
  const { t } = useTranslation();
  if (isPoor)
    return (
      <span className="tone tone-warning" title={t('calls:transcript.poor_hint')}>
        {t('calls:transcript.poor')}
      </span>
    );
  const tone = { ready: '', pending: 'tone', failed: 'tone tone-bad', none: 'muted', not_asked: 'muted' }[
    state
  ];
  return <span className={tone}>{t(`calls:transcript.${state}`)}</span>;
}

function EvaluationsCell({ count }: { count: number }) {
  return count === 0 ? <span className="muted">–</span> : <span className="number">{count}</span>;
}

/** The teams of those who took part, each once. */
function teamsOf(call: CallRow): string {
  return [...new Set(call.agents.flatMap((agent) => agent.team?.name ?? []))].join(', ');
}

/** Long words are cut where the column is; the whole stands in the hint. */
function Clipped({ text }: { text: string | null | undefined }) {
  return (
    <span className={styles.clipped} title={text ?? ''}>
      {text}
    </span>
  );
}

export const CELLS: Record<Column, (call: CallRow) => ReactNode> = {
  started_at: (call) => <StartCell call={call} />,
  agent: (call) => <AgentsCell call={call} />,
  team: (call) => <Clipped text={teamsOf(call)} />,
  direction: (call) => <DirectionWord direction={call.direction} />,
  customer_number: (call) => <span className="number">{call.customer_number}</span>,
  project: (call) => <Clipped text={call.project?.name} />,
  queue: (call) => <Clipped text={call.queue?.name} />,
  duration: (call) => <Duration ms={call.duration_ms || null} />,
  disposition: (call) => <Clipped text={call.disposition} />,
  tags: (call) => <Clipped text={call.tags.join(', ')} />,
  ticket: (call) => call.ticket,
  native_id: (call) => call.native_id,
  transcript: (call) => <TranscriptWord state={call.transcript} isPoor={call.poor_transcript} />,
  evaluations: (call) => <EvaluationsCell count={call.evaluations} />,
  assigned_to: (call) => <Clipped text={call.assigned_to.map(({ name }) => name).join(', ')} />,
  flags: (call) => <FlagTags kinds={call.flags} />,
};
