// The customer's other calls, each a way to its page; the number stays masked.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { otherCallsQuery } from '../../api/desk';
import { Duration } from '../../components/Duration';
import { Time } from '../../components/Time';

export function OtherCalls({ call_id }: { call_id: string }) {
  const { t } = useTranslation('review');
  const others = useQuery(otherCallsQuery(call_id)).data?.items ?? [];
  if (others.length === 0) return null;
  return (
    <section className="other-calls" aria-label={t('others.title')}>
      <h3>{t('others.title')}</h3>
      <ul>
        {others.map((call) => (
          <li key={call.id}>
            <Link to="/calls/$callId" params={{ callId: call.id }} target="_blank">
              <Time at={call.started_at} />
            </Link>{' '}
            <Duration ms={call.duration_ms} />
            {call.disposition && <span> · {call.disposition}</span>}
            <div className="muted">
              {call.agents.map((part) => part.person?.name ?? part.name ?? part.external_id).join(', ')}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** How many there are, for the strip. */
export function OtherCallsCount({ call_id, onOpen }: { call_id: string; onOpen: () => void }) {
  const { t } = useTranslation('review');
  const others = useQuery(otherCallsQuery(call_id)).data?.items ?? [];
  if (others.length === 0) return null;
  return (
    <button type="button" className="link-button" onClick={onOpen}>
      {t('others.count', { count: others.length })}
    </button>
  );
}
