// Days that are otherwise than their week says: off, or worked in place of another (调休).
import { Link } from '@tanstack/react-router';
import { Button, DatePicker, Input, Select, Table, type TableColumnType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CalendarDay } from '../../api/calendar';
import { daysBetween, RANGE_MOST, saysNothing, weekdayOf, withDays, yearsOf } from './days';
import styles from './settings.module.css';
import { useWeekdays } from './useWeekdays';

const NAME_MOST = 100;

type Props = {
  days: readonly CalendarDay[];
  week: readonly boolean[];
  isReadOnly: boolean;
  onChange: (days: CalendarDay[]) => void;
};

export function OtherDays({ days, week, isReadOnly, onChange }: Props) {
  const { t } = useTranslation();
  const weekdays = useWeekdays();
  const years = yearsOf(days);
  const [chosen, setChosen] = useState<string | null>(null);
  const year = years.find((one) => one === chosen) ?? years[0];
  const columns: TableColumnType<CalendarDay>[] = [
    {
      key: 'date',
      title: t('settings:days.date'),
      render: (_, { date }) => (
        <>
          <span className="number">{date}</span> <span className="muted">{weekdays[weekdayOf(date)]}</span>
        </>
      ),
    },
    {
      key: 'kind',
      title: t('settings:days.kind'),
      render: (_, day) => (
        <>
          <span className={day.is_working ? 'tone tone-good' : 'tone'}>
            {t(day.is_working ? 'settings:days.worked' : 'settings:days.off')}
          </span>
          {saysNothing(day, week) && <span className="muted"> {t('settings:days.as_the_week')}</span>}
        </>
      ),
    },
    { key: 'name', title: t('settings:days.name'), render: (_, { name }) => name },
    {
      key: 'remove',
      title: <span className="visually-hidden">{t('settings:days.remove')}</span>,
      align: 'right',
      render: (_, { date }) =>
        !isReadOnly && (
          <Button
            size="small"
            aria-label={`${t('settings:days.remove')}: ${date}`}
            onClick={() => {
              onChange(days.filter((day) => day.date !== date));
            }}
          >
            {t('settings:days.remove')}
          </Button>
        ),
    },
  ];
  return (
    <section className={styles.part} aria-labelledby="other-days">
      <h2 id="other-days">{t('settings:days.title')}</h2>
      <p className="muted">{t('settings:days.hint')}</p>
      <p>
        <Link to="/days-away">{t('settings:days.of_agents')}</Link>
      </p>
      {!isReadOnly && (
        <NewDays
          onAdd={(more) => {
            onChange(withDays(days, more));
            setChosen(more[0]?.date.slice(0, 4) ?? null);
          }}
        />
      )}
      {years.length > 1 && (
        <Select
          aria-label={t('settings:days.year')}
          value={year ?? null}
          options={years.map((value) => ({ value, label: value }))}
          onChange={setChosen}
        />
      )}
      {days.length === 0 ? (
        <p className="muted">{t('settings:days.none')}</p>
      ) : (
        <Table<CalendarDay>
          rowKey="date"
          size="small"
          columns={columns}
          dataSource={days.filter(({ date }) => date.startsWith(year ?? ''))}
          pagination={false}
        />
      )}
    </section>
  );
}

function NewDays({ onAdd }: { onAdd: (days: CalendarDay[]) => void }) {
  const { t } = useTranslation();
  const [range, setRange] = useState<[string, string] | null>(null);
  const [kind, setKind] = useState<'off' | 'worked'>('off');
  const [name, setName] = useState('');
  const dates = range === null ? [] : daysBetween(...range);
  return (
    <>
      <div className={styles.line}>
        <DatePicker.RangePicker
          key={range === null ? 'empty' : 'chosen'}
          aria-label={t('settings:days.date')}
          onChange={(_days, texts) => {
            const [from, to] = texts ?? [];
            setRange(from && to ? [from, to] : null);
          }}
        />
        <Select
          aria-label={t('settings:days.kind')}
          value={kind}
          options={(['off', 'worked'] as const).map((value) => ({
            value,
            label: t(`settings:days.${value}`),
          }))}
          popupMatchSelectWidth={false}
          onChange={setKind}
        />
        <Input
          className={styles.name ?? ''}
          aria-label={t('settings:days.name')}
          placeholder={t('settings:days.name_hint')}
          value={name}
          maxLength={NAME_MOST}
          onChange={(event) => {
            setName(event.target.value);
          }}
        />
        <Button
          disabled={dates.length === 0}
          onClick={() => {
            const shared = { is_working: kind === 'worked', name: name.trim() || null };
            onAdd(dates.map((date) => ({ date, ...shared })));
            setRange(null);
            setName('');
          }}
        >
          {t('settings:days.add')}
        </Button>
      </div>
      {range !== null && dates.length === 0 && (
        <p className="tone-warning">{t('settings:days.too_many', { most: RANGE_MOST })}</p>
      )}
    </>
  );
}
