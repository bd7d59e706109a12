// The call and its ticket, as the source sent them.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Call, EvaluatedContact, Evaluation } from '../../api/types';
import { Duration } from '../../components/Duration';
import { Fact } from '../../components/Fact';
import { Time } from '../../components/Time';
import { useWorded } from '../../i18n/words';
import { SidesButton } from '../../player/SidesButton';
import { OtherCalls } from './OtherCalls';
import { clock } from '../../player/timeline';
import { SpokenText } from '../../player/SpokenText';

type Props = { call: Call | undefined; evaluation: Evaluation };

export function CallPanel({ call, evaluation }: Props) {
  const { t } = useTranslation('review');
  const worded = useWorded();
  if (evaluation.contact) return <TextFacts evaluation={evaluation} contact={evaluation.contact} />;
  if (!call) {
    const isSitting = evaluation.sitting !== null && evaluation.call_id === null;
    return <p className="transcript-note">{isSitting ? t('call.untied') : t('call.gone')}</p>;
  }
  const version = evaluation.scorecard_version;
  return (
    <>
      <dl className="call-facts">
        <Fact name={t('call.started')}>
          <Time at={call.started_at} form="second" />
        </Fact>
        <Fact name={t('call.duration')}>
          <Duration ms={call.duration_ms} />
        </Fact>
        <Fact name={t('call.direction')}>
          {call.direction === 'inbound'
            ? t('call.inbound')
            : call.direction === 'outbound'
              ? t('call.outbound')
              : null}
        </Fact>
        <Fact name={t('call.customer')}>{call.customer_number}</Fact>
        <Fact name={t('call.project')}>{call.project}</Fact>
        <Fact name={t('call.queue')}>{call.queue}</Fact>
        <Fact name={t('call.agents')}>{partsOf(call)}</Fact>
        <Fact name={t('call.disposition')}>{call.disposition}</Fact>
        <Fact name={t('call.ticket')}>{call.ticket}</Fact>
        <Fact name={t('call.wrap_up')}>{call.wrap_up && <SpokenText text={call.wrap_up} />}</Fact>
        <Fact name={t('call.tags')}>{call.tags.join(' · ')}</Fact>
        <Fact name={t('call.number')}>{call.native_id}</Fact>
        <Fact name={t('call.source')}>{call.source}</Fact>
        <Fact name={t('call.scorecard')}>
          {t('call.version', {
            title: worded(version.definition.title) || version.key,
            number: version.number,
          })}
        </Fact>
      </dl>
      {call.recordings.map((recording) => (
        <SidesButton key={recording.id} callId={call.id} recording={recording} />
      ))}
      <OtherCalls call_id={call.id} />
    </>
  );
}

/** A text has no source: what whoever brought it in said of it. */
function TextFacts({ evaluation, contact }: { evaluation: Evaluation; contact: EvaluatedContact }) {
  const { t } = useTranslation(['review', 'contacts']);
  const worded = useWorded();
  const version = evaluation.scorecard_version;
  return (
    <dl className="call-facts">
      <Fact name={t('contacts:column.channel')}>{t(`contacts:channel.${contact.channel}`)}</Fact>
      <Fact name={t('contacts:column.began')}>
        <Time at={contact.began_at} form="second" />
      </Fact>
      <Fact name={t('contacts:column.customer')}>{contact.customer}</Fact>
      <Fact name={t('call.project')}>{evaluation.project?.name}</Fact>
      <Fact name={t('contacts:facts.queue')}>{contact.queue?.name}</Fact>
      <Fact name={t('contacts:column.turns')}>{contact.turns}</Fact>
      <Fact name={t('call.scorecard')}>
        {t('call.version', {
          title: worded(version.definition.title) || version.key,
          number: version.number,
        })}
      </Fact>
    </dl>
  );
}

/** What the source did not send is left out. */
function partsOf(call: Call): ReactNode {
  if (call.agents.length === 0) return null;
  return (
    <ul>
      {call.agents.map((part) => (
        <li key={part.id}>
          {part.person?.name ?? part.name ?? part.external_id}{' '}
          <span className="muted number">
            {part.external_id}
            {call.agents.length > 1 &&
              ` · ${clock(part.start_ms ?? 0)}–${clock(part.end_ms ?? call.duration_ms)}`}
          </span>
        </li>
      ))}
    </ul>
  );
}
