// How long a call is kept and what holds it; for those who may place holds.
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallKeeping, callKeepingQuery } from '../../api/keeping';
import { useMay } from '../../app/me';
import { ErrorNotice } from '../../components/ErrorNotice';
import { HoldDialog } from '../../components/keeping/HoldDialog';
import { LiftButton } from '../../components/keeping/LiftButton';
import { useHoldWords } from '../../components/keeping/useHoldWords';
import { useInstant } from '../../components/Time';
import styles from './call.module.css';

export function KeepingSection({ callId }: { callId: string }) {
  const mayHold = useMay('place_holds');
  return mayHold ? <Keeping callId={callId} /> : null;
}

function Keeping({ callId }: { callId: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(callKeepingQuery(callId));
  const [isHolding, setIsHolding] = useState(false);
  return (
    <>
      <h2>{t('keeping:call.title')}</h2>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data && <Verdict keeping={data} />}
      {data && <Holds keeping={data} />}
      <Button
        size="small"
        className={styles.below}
        onClick={() => {
          setIsHolding(true);
        }}
      >
        {t('keeping:hold.place')}
      </Button>
      <HoldDialog
        title={t('keeping:hold.place_title')}
        held={{ call_ids: [callId] }}
        isOpen={isHolding}
        onClose={() => {
          setIsHolding(false);
        }}
      />
    </>
  );
}

function Verdict({ keeping }: { keeping: CallKeeping }) {
  const { t } = useTranslation();
  const { rule: deciding, through: day, is_due, holds } = keeping;
  if (!deciding) return <p>{t('keeping:call.no_rule')}</p>;
  const rule =
    deciding.kind === 'source' ? t('keeping:due.of_source', { name: deciding.name }) : deciding.name;
  if (!day) return <p>{t('keeping:call.for_ever', { rule })}</p>;
  if (!is_due) return <p>{t('keeping:call.through', { rule, day })}</p>;
  return <p>{t(holds.length > 0 ? 'keeping:call.due_held' : 'keeping:call.due', { rule, day })}</p>;
}

function Holds({ keeping }: { keeping: CallKeeping }) {
  const { t } = useTranslation();
  const words = useHoldWords();
  const instant = useInstant();
  if (keeping.holds.length === 0) return null;
  return (
    <ul>
      {keeping.holds.map((hold) => (
        <li key={hold.id} className={styles.recording}>
          <span className={hold.kind === 'legal' ? 'tone tone-warning' : 'tone'}>
            {t(hold.kind === 'legal' ? 'keeping:hold.legal' : 'keeping:hold.keep')}
          </span>{' '}
          {t('keeping:call.hold_line', {
            reason: words.reason(hold),
            name: words.owner(hold),
            day: instant(hold.placed_at, 'day'),
          })}{' '}
          {hold.origin === 'person' && <LiftButton id={hold.id} />}
        </li>
      ))}
    </ul>
  );
}
