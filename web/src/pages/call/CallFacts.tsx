// What is known of a call and of its recordings.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { downloadAddress } from '../../api/keeping';
import type { Call, Recording } from '../../api/types';
import { useMay } from '../../app/me';
import { Duration } from '../../components/Duration';
import { Fact } from '../../components/Fact';
import { FlagsSection } from '../../components/flags/FlagsSection';
import type { Flags } from '../../components/flags/useFlags';
import { PersonName } from '../../components/PersonName';
import { Time } from '../../components/Time';
import { useCoded } from '../../i18n/words';
import type { Span } from '../../player/passage';
import { SidesButton } from '../../player/SidesButton';
import { SpokenText } from '../../player/SpokenText';
import { DirectionWord } from '../calls/cells';
import styles from './call.module.css';
import { SoundFacts } from './SoundFacts';
import { EvaluationsSection } from './EvaluationsSection';
import { KeepingSection } from './KeepingSection';
import { ListenersSection } from './ListenersSection';

type Props = {
  call: Call;
  flags: Flags;
  onPlay?: (span: Span) => void;
  /** What else may be done with the marked range. */
  clips?: ReactNode;
};

export function CallFacts({ call, flags, onPlay, clips }: Props) {
  const { t } = useTranslation();
  return (
    <section className={styles.facts} aria-label={t('calls:call.facts')}>
      <FlagsSection flags={flags} {...(onPlay && { onPlay })} />
      {clips}
      <h2>{t('calls:call.facts')}</h2>
      <dl>
        <Fact name={t('calls:column.started_at')}>
          <Time at={call.started_at} form="second" />
        </Fact>
        <Fact name={t('calls:column.agent')}>
          <Agents call={call} />
        </Fact>
        <Fact name={t('calls:column.duration')}>
          {call.duration_ms > 0 && <Duration ms={call.duration_ms} />}
        </Fact>
        <Fact name={t('calls:column.direction')}>
          {directionOf(call) && <DirectionWord direction={directionOf(call)} />}
        </Fact>
        <Fact name={t('calls:column.customer_number')}>{call.customer_number}</Fact>
        <Fact name={t('calls:column.project')}>{call.project}</Fact>
        <Fact name={t('calls:column.queue')}>{call.queue}</Fact>
        <Fact name={t('calls:column.disposition')}>{call.disposition}</Fact>
        <Fact name={t('calls:column.ticket')}>{call.ticket}</Fact>
        <Fact name={t('calls:column.tags')}>{call.tags.join(', ')}</Fact>
        <Fact name={t('calls:call.wrap_up')}>{call.wrap_up && <SpokenText text={call.wrap_up} />}</Fact>
        <Fact name={t('calls:call.source')}>{call.source}</Fact>
        <Fact name={t('calls:column.native_id')}>{call.native_id}</Fact>
      </dl>
      <h2>{t('calls:call.recordings')}</h2>
      {call.recordings.length === 0 && <p className="muted">{t('calls:transcript.none')}</p>}
      <ul>
        {call.recordings.map((recording) => (
          <RecordingFacts key={recording.id} recording={recording} />
        ))}
      </ul>
      <EvaluationsSection callId={call.id} />
      <KeepingSection callId={call.id} />
      <ListenersSection callId={call.id} />
      <OtherFacts metadata={call.metadata} />
    </section>
  );
}

/** A fact with its name; nothing where it is not known. */
function directionOf(call: Call) {
  return call.direction === 'inbound' || call.direction === 'outbound' ? call.direction : null;
}

function Agents({ call }: { call: Call }) {
  if (call.agents.length === 0) return '–';
  return (
    <ul>
      {call.agents.map((agent) => (
        <li key={agent.id}>
          <PersonName person={agent.person ?? null} fallback={agent.name ?? agent.external_id} />{' '}
          <span className="muted">{[agent.external_id, agent.team?.name].filter(Boolean).join(' · ')}</span>
        </li>
      ))}
    </ul>
  );
}

const ROLES = ['agent', 'customer', 'mixed', 'other'] as const;

function RecordingFacts({ recording }: { recording: Recording }) {
  const { t } = useTranslation();
  const coded = useCoded();
  const mayDownload = useMay('download_recordings');
  const { audio, failure } = recording;
  const state = recording.state === 'prepared' || recording.state === 'failed' ? recording.state : 'accepted';
  const roles = recording.channels as Record<string, string>;
  const nameOf = (channel: number) => {
    const role = ROLES.find((one) => one === roles[channel]) ?? 'other';
    return t('calls:call.channel', { number: channel + 1, role: t(`calls:call.lane.${role}`) });
  };
  const signals = recording.signals ?? null;
  return (
    <li className={styles.recording}>
      <span className={state === 'failed' ? 'tone tone-bad' : 'tone'}>{t(`calls:call.state.${state}`)}</span>{' '}
      <Duration ms={audio?.duration_ms} />{' '}
      <span className="muted">{audio && `${audio.codec} · ${audio.sample_rate / 1000} kHz`}</span>
      {signals ? (
        <SoundFacts signals={signals} names={signals.channels.map(({ channel }) => nameOf(channel))} />
      ) : (
        <div className="muted">
          {Object.keys(roles)
            .map((channel) => nameOf(Number(channel)))
            .join(' · ')}
        </div>
      )}
      <SidesButton callId={recording.call_id} recording={recording} />
      {recording.file_name && <div className={styles.wrapping}>{recording.file_name}</div>}
      {audio?.truncated && <div>{t('calls:call.truncated')}</div>}
      {mayDownload && (
        <a href={downloadAddress(recording.id)} download>
          {t('keeping:download')}
        </a>
      )}
      {failure && <div>{coded('error', failure.code, { reason: failure.message })}</div>}
    </li>
  );
}

/** What the source sent beyond the fields that we know; only for readers who may see it. */
function OtherFacts({ metadata }: { metadata: unknown }) {
  const { t } = useTranslation();
  const entries = typeof metadata === 'object' && metadata !== null ? Object.entries(metadata) : [];
  if (entries.length === 0) return null;
  return (
    <details>
      <summary>{t('calls:call.more')}</summary>
      <dl>
        {entries.map(([name, value]) => (
          <Fact key={name} name={name}>
            {typeof value === 'string' ? value : JSON.stringify(value)}
          </Fact>
        ))}
      </dl>
    </details>
  );
}
