// The teams of a person: belongs to, leads, and did before.
import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, DatePicker, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { joinTeam, leaveTeam, teamsQuery } from '../../api/people';
import type { PersonFile } from '../../api/types';
import { ErrorNotice } from '../../components/ErrorNotice';
import { teamSpells } from './history';
import styles from './people.module.css';
import { SpellList } from './SpellList';
import { teamOptions } from './tree';
import { useChange } from './useChange';

export function TeamsSection({ person }: { person: PersonFile }) {
  const { t } = useTranslation();
  const leave = useChange((membership: { id: string; leads: boolean }) => leaveTeam(person.id, membership));
  return (
    <section className={styles.section}>
      <h2>{t('people:section.teams')}</h2>
      {leave.error && <ErrorNotice error={leave.error} />}
      <SpellList
        lines={teamSpells(person).map(({ key, team, leads, from, until, now }) => ({
          key,
          from,
          until,
          what: (
            <>
              {team.name}
              {leads && <span className={styles.mark}>{t('people:leader_mark')}</span>}
            </>
          ),
          end: now && {
            question: t('people:confirm.end_team'),
            onEnd: () => {
              leave.mutate(now);
            },
          },
        }))}
      />
      {person.retired_at === null && <JoinTeam person={person} />}
    </section>
  );
}

function JoinTeam({ person }: { person: PersonFile }) {
  const { t } = useTranslation();
  const [team, setTeam] = useState<string>();
  const [leads, setLeads] = useState(false);
  const [from, setFrom] = useState<Dayjs | null>(null);
  const teams = useQuery(teamsQuery).data?.items ?? [];
  const join = useChange(
    (team_id: string) => joinTeam(person.id, { team_id, leads, from: from?.format('YYYY-MM-DD') ?? null }),
    {
      onDone: () => {
        setTeam(undefined);
        setLeads(false);
        setFrom(null);
      },
    },
  );
  return (
    <>
      {join.error && <ErrorNotice error={join.error} />}
      <div className={styles.inline}>
        <Select
          style={{ width: 180 }}
          showSearch={{ optionFilterProp: 'label' }}
          popupMatchSelectWidth={false}
          aria-label={t('people:field.team')}
          placeholder={t('people:field.team')}
          value={team ?? null}
          options={teamOptions(teams)}
          onChange={setTeam}
        />
        <DatePicker
          style={{ width: 140 }}
          aria-label={t('people:field.from')}
          placeholder={t('people:field.from')}
          value={from}
          onChange={setFrom}
        />
        <Checkbox
          checked={leads}
          onChange={(event) => {
            setLeads(event.target.checked);
          }}
        >
          {t('people:field.leads')}
        </Checkbox>
        <Button
          disabled={team === undefined}
          loading={join.isPending}
          onClick={() => {
            if (team !== undefined) join.mutate(team);
          }}
        >
          {t('people:action.join')}
        </Button>
      </div>
      <p className={styles.hint}>{t('people:hint.from')}</p>
    </>
  );
}
