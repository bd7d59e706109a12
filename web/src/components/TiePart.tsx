// The call that a sitting is tied to: proposed by agent and time, chosen by hand, or none.
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button, Popover, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { nearbyCallsQuery, tieSitting, untieSitting } from '../api/sittings';
import type { CallRow, Evaluation } from '../api/types';
import { Duration } from './Duration';
import { ErrorNotice } from './ErrorNotice';
import { Time, useInstant } from './Time';

const MINUTES = [10, 60, 1_440] as const;
const A_DAY = 1_440;

type Props = {
  evaluation: Evaluation;
  /** What must be done before: a draft is saved. */
  before?: () => Promise<unknown>;
  onTied: (evaluation: Evaluation) => unknown;
};

export function TiePart({ evaluation, before, onTied }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [isOpen, setOpen] = useState(false);
  const tie = useMutation({
    mutationFn: async (call_id: string | null) => {
      await before?.();
      return call_id === null ? untieSitting(evaluation.id) : tieSitting(evaluation.id, call_id);
    },
    onSuccess: (changed) => {
      setOpen(false);
      void message.success(changed.call_id === null ? t('sittings:tie.undone') : t('sittings:tie.done'));
      onTied(changed);
    },
  });
  const isTied = evaluation.sitting !== null && evaluation.sitting.tied_at !== null;
  return (
    <span className="sitting-tie">
      <TieWords evaluation={evaluation} />
      <Popover
        open={isOpen}
        onOpenChange={setOpen}
        trigger="click"
        placement="bottomLeft"
        content={
          <div className="sitting-calls">
            {tie.error && <ErrorNotice error={tie.error} />}
            <Nearby
              evaluation={evaluation}
              onTie={(call_id) => {
                tie.mutate(call_id);
              }}
            />
          </div>
        }
      >
        <Button size="small">{t('sittings:tie.find')}</Button>
      </Popover>
      {isTied && (
        <Button
          size="small"
          loading={tie.isPending}
          onClick={() => {
            tie.mutate(null);
          }}
        >
          {t('sittings:tie.untie')}
        </Button>
      )}
    </span>
  );
}

function TieWords({ evaluation: { call_id, call_started_at } }: { evaluation: Evaluation }) {
  const { t } = useTranslation();
  const instant = useInstant();
  if (call_id === null) return <span className="muted">{t('sittings:tie.untied')}</span>;
  return (
    <Link to="/calls/$callId" params={{ callId: call_id }}>
      {t('sittings:tie.tied', { at: call_started_at ? instant(call_started_at) : '' })}
    </Link>
  );
}

type NearbyProps = { evaluation: Evaluation; onTie: (call_id: string) => void };

function Nearby({ evaluation, onTie }: NearbyProps) {
  const { t } = useTranslation();
  const [minutes, setMinutes] = useState<number>(MINUTES[0]);
  const { data, error, refetch } = useQuery(nearbyCallsQuery(evaluation.id, minutes));
  return (
    <>
      <Select
        aria-label={t('sittings:tie.within')}
        value={minutes}
        popupMatchSelectWidth={false}
        options={MINUTES.map((value) => ({
          value,
          label: value === A_DAY ? t('sittings:tie.day') : t('sittings:tie.minutes', { count: value }),
        }))}
        onChange={setMinutes}
      />
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 ? (
        <p className="muted">{t('sittings:tie.none')}</p>
      ) : (
        <>
          <p className="muted">{t('sittings:tie.hint')}</p>
          <ul>
            {data?.items.map((call) => (
              <NearbyCall key={call.id} call={call} onTie={onTie} />
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function NearbyCall({ call, onTie }: { call: CallRow; onTie: (call_id: string) => void }) {
  const { t } = useTranslation();
  const instant = useInstant();
  return (
    <li>
      <Time at={call.started_at} form="second" /> <Duration ms={call.duration_ms} /> {call.queue?.name}{' '}
      <Button
        size="small"
        aria-label={t('sittings:tie.tie_this', { at: instant(call.started_at) })}
        onClick={() => {
          onTie(call.id);
        }}
      >
        {t('sittings:tie.tie')}
      </Button>
    </li>
  );
}
