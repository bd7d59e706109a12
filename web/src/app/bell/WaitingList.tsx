// What waits for whoever is signed in: states, counted now.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Waiting } from '../../api/types';
import { waitingQuery } from '../../api/waiting';
import { useCoded } from '../../i18n/words';
import { waitingAddress } from './addresses';

export function WaitingList({ onLeave }: { onLeave: () => void }) {
  const { t } = useTranslation();
  const items = useQuery(waitingQuery).data?.items ?? [];
  return (
    <section className="bell-part">
      <h2>{t('bell.waiting')}</h2>
      {items.length === 0 && <p className="muted">{t('bell.nothing_waits')}</p>}
      <ul>
        {items.map((one) => (
          <li key={one.code} className={`waiting waiting-${one.severity}`}>
            <WaitingText waiting={one} onLeave={onLeave} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function WaitingText({ waiting, onLeave }: { waiting: Waiting; onLeave: () => void }) {
  const coded = useCoded();
  const text = coded('waiting', waiting.code, { count: waiting.count });
  const address = waitingAddress(waiting.code);
  if (address === null) return <span>{text}</span>;
  return (
    <Link {...address} onClick={onLeave}>
      {text}
    </Link>
  );
}
