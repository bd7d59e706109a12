// What holds for the whole workspace: the working calendar, and how long a release and a hearing may
// take.
import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, InputNumber, Spin } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  calendarChanged,
  calendarEffectQuery,
  calendarQuery,
  type CalendarChange,
  putCalendar,
  type WorkingCalendar,
} from '../../api/calendar';
import { ErrorNotice } from '../../components/ErrorNotice';
import { PageHeader } from '../../components/PageHeader';
import { useSaidChange } from '../../components/useSaidChange';
import { changeOf, isSame } from './days';
import { OtherDays } from './OtherDays';
import styles from './settings.module.css';
import { useWeekdays } from './useWeekdays';

const HOURS_MOST = 240;

export default function SettingsPage() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(calendarQuery);
  return (
    <>
      <PageHeader title={t('settings:title')} note={data && t('settings:zone', { zone: data.time_zone })} />
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data ? <CalendarForm key={data.edit} calendar={data} /> : !error && <Spin />}
    </>
  );
}

function CalendarForm({ calendar }: { calendar: WorkingCalendar }) {
  const { t } = useTranslation();
  const stored = changeOf(calendar);
  const [change, setChange] = useState<CalendarChange>(stored);
  const save = useSaidChange(putCalendar, calendarChanged, { said: () => t('settings:saved') });
  const set = (part: Partial<CalendarChange>) => {
    setChange((before) => ({ ...before, ...part }));
  };
  const isChanged = !isSame(stored, change);
  const isReadOnly = !calendar.may_change;
  return (
    <>
      <Week
        week={change.week}
        isReadOnly={isReadOnly}
        onChange={(week) => {
          set({ week });
        }}
      />
      <OtherDays
        days={change.days}
        week={change.week}
        isReadOnly={isReadOnly}
        onChange={(days) => {
          set({ days });
        }}
      />
      <section className={styles.part} aria-labelledby="clocks">
        <h2 id="clocks">{t('settings:clocks.title')}</h2>
        <p className="muted">{t('settings:clocks.hint')}</p>
        {(['release_hours', 'hear_hours'] as const).map((name) => (
          <Hours
            key={name}
            label={t(`settings:clocks.${name}`)}
            value={change[name]}
            isReadOnly={isReadOnly}
            onChange={(value) => {
              set({ [name]: value });
            }}
          />
        ))}
      </section>
      {save.error && <ErrorNotice error={save.error} />}
      {!isReadOnly && (
        <div className={styles.foot}>
          <Button
            type="primary"
            disabled={!isChanged}
            loading={save.isPending}
            onClick={() => {
              save.mutate(change);
            }}
          >
            {t('settings:save')}
          </Button>
          {isChanged && (
            <>
              <Button
                onClick={() => {
                  setChange(stored);
                }}
              >
                {t('settings:discard')}
              </Button>
              <Effect change={change} />
            </>
          )}
        </div>
      )}
    </>
  );
}

type WeekProps = {
  week: readonly boolean[];
  isReadOnly: boolean;
  onChange: (week: boolean[]) => void;
};

function Week({ week, isReadOnly, onChange }: WeekProps) {
  const { t } = useTranslation();
  const weekdays = useWeekdays();
  return (
    <section className={styles.part} aria-labelledby="week">
      <h2 id="week">{t('settings:week.title')}</h2>
      <p className="muted">{t('settings:week.hint')}</p>
      <div className={styles.line} role="group" aria-labelledby="week">
        {weekdays.map((name, place) => (
          <Checkbox
            key={name}
            checked={week[place] ?? false}
            disabled={isReadOnly}
            onChange={(event) => {
              onChange(week.map((worked, day) => (day === place ? event.target.checked : worked)));
            }}
          >
            {name}
          </Checkbox>
        ))}
      </div>
    </section>
  );
}

type HoursProps = { label: string; value: number; isReadOnly: boolean; onChange: (value: number) => void };

function Hours({ label, value, isReadOnly, onChange }: HoursProps) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className={styles.line}>
      <label htmlFor={id}>{label}</label>
      <InputNumber
        id={id}
        min={1}
        max={HOURS_MOST}
        precision={0}
        value={value}
        disabled={isReadOnly}
        onChange={(hours) => {
          if (hours !== null) onChange(hours);
        }}
      />
      <span className="muted">{t('settings:clocks.hours')}</span>
    </div>
  );
}

/** What the change means for the deadlines that are fixed already. */
function Effect({ change }: { change: CalendarChange }) {
  const { t } = useTranslation();
  const { data, error } = useQuery(calendarEffectQuery(change));
  if (error) return <ErrorNotice error={error} />;
  if (!data) return <Spin size="small" />;
  if (data.ahead === 0) return <span aria-live="polite">{t('settings:effect.none')}</span>;
  return (
    <span aria-live="polite">
      {t('settings:effect.ahead', { count: data.ahead })}{' '}
      {data.later > 0 && t('settings:effect.later', { count: data.later })}{' '}
      {data.sooner > 0 && t('settings:effect.sooner', { count: data.sooner })}{' '}
      {data.later === 0 && data.sooner === 0 && t('settings:effect.same')}
    </span>
  );
}
