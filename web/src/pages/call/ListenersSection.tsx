// Who heard a call, and how else its sound went; for those who answer auditors.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Listeners, listenersQuery } from '../../api/listening';
import { useMay } from '../../app/me';
import { useLanguage } from '../../app/preferences';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Time, useInstant } from '../../components/Time';
import { formatShare } from '../retention/sizes';
import styles from './call.module.css';

const PLACES = ['call', 'review', 'list', 'feedback', 'api'] as const;

export function ListenersSection({ callId }: { callId: string }) {
  const maySee = useMay('view_audit');
  return maySee ? <WhoHeard callId={callId} /> : null;
}

function WhoHeard({ callId }: { callId: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(listenersQuery(callId));
  return (
    <>
      <h2>{t('keeping:heard.title')}</h2>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data && data.people.length === 0 && <p className="muted">{t('keeping:heard.nobody')}</p>}
      {data && <People listeners={data} />}
      {data && data.accesses.length > 0 && <Accesses listeners={data} />}
    </>
  );
}

function People({ listeners: { people, duration_ms } }: { listeners: Listeners }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const instant = useInstant();
  const sum = (stretches: number[][]) => stretches.reduce((ms, [from = 0, to = 0]) => ms + to - from, 0);
  return (
    <ul>
      {people.map(({ person, listening }) => {
        const words = [
          t('keeping:heard.share', { share: formatShare(listening.heard_ms, duration_ms, language) }),
        ];
        const sped = sum(listening.sped);
        if (sped > 0) {
          words.push(t('keeping:heard.sped', { share: formatShare(sped, listening.heard_ms, language) }));
        }
        words.push(
          ...PLACES.filter((place) => listening.places.includes(place)).map((place) =>
            t(`keeping:heard.place.${place}`),
          ),
        );
        if (listening.last_at) words.push(t('keeping:heard.last', { at: instant(listening.last_at) }));
        return (
          <li key={person.id} className={styles.recording}>
            {person.name} <span className="muted">{words.join(' · ')}</span>
          </li>
        );
      })}
    </ul>
  );
}

function wordsOf(kind: string, is_original: boolean, by_token: boolean) {
  if (kind === 'downloaded')
    return is_original ? 'keeping:heard.original_downloaded' : 'keeping:heard.downloaded';
  if (is_original) return 'keeping:heard.original_played';
  return by_token ? 'keeping:heard.played_token' : 'keeping:heard.played';
}

function Accesses({ listeners: { accesses } }: { listeners: Listeners }) {
  const { t } = useTranslation();
  return (
    <details>
      <summary>{t('keeping:heard.other')}</summary>
      <ul>
        {accesses.map(({ recording_id, kind, is_original, by_token, name, at }) => {
          const who = { name: name ?? t('keeping:heard.command_line') };
          return (
            <li
              key={`${recording_id} ${kind} ${String(is_original)} ${at} ${who.name} ${String(by_token)}`}
              className={styles.recording}
            >
              <Time at={at} /> {t(wordsOf(kind, is_original, by_token), who)}
            </li>
          );
        })}
      </ul>
    </details>
  );
}
