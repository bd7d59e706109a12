// Above the list of people: find, role, team, who has left, who is no agent.
import { useQuery } from '@tanstack/react-query';
import { Checkbox, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { teamsQuery } from '../../api/people';
import type { Page, PersonRow } from '../../api/types';
import { oneOf, type Search } from '../../app/search';
import { FindField } from './FindField';
import { presenceOf, withPresence, withValue } from './filter';
import styles from './people.module.css';
import { useRoleOptions } from './roles';
import { teamOptions } from './tree';

type Props = { search: Search; onChange: (next: Search) => void; page: Page<PersonRow> | undefined };

export function PeopleFilter({ search, onChange, page }: Props) {
  const { t } = useTranslation();
  const roles = useRoleOptions();
  const teams = useQuery(teamsQuery).data?.items ?? [];
  const set = (name: string) => (value: string | undefined) => {
    onChange(withValue(search, name, value));
  };
  return (
    <div className={styles.bar} role="search">
      <FindField
        key={oneOf(search.q) ?? ''}
        label={t('people:filter.find')}
        text={oneOf(search.q) ?? ''}
        onFind={set('q')}
      />
      <Select
        className={styles.choice ?? ''}
        allowClear
        aria-label={t('people:field.role')}
        placeholder={t('people:filter.role')}
        value={oneOf(search.role) ?? null}
        options={roles}
        onChange={(role: string | undefined) => {
          set('role')(role);
        }}
      />
      <Select
        className={styles.choice ?? ''}
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        popupMatchSelectWidth={false}
        aria-label={t('people:field.team')}
        placeholder={t('people:filter.team')}
        value={oneOf(search.team) ?? null}
        options={teamOptions(teams)}
        onChange={(team: string | undefined) => {
          set('team')(team);
        }}
      />
      <Select
        className={styles.choice ?? ''}
        aria-label={t('people:field.state')}
        value={presenceOf(search)}
        options={(['here', 'left', 'all'] as const).map((value) => ({
          value,
          label: t(`people:filter.${value}`),
        }))}
        onChange={(presence) => {
          onChange(withPresence(search, presence));
        }}
      />
      <Checkbox
        checked={oneOf(search.unmatched) === 'true'}
        onChange={(event) => {
          set('unmatched')(event.target.checked ? 'true' : undefined);
        }}
      >
        {t('people:filter.no_agent')}
      </Checkbox>
      <span className={styles.spring} />
      {page && <Total page={page} />}
    </div>
  );
}

function Total({ page }: { page: Page<PersonRow> }) {
  const { t } = useTranslation();
  return (
    <span className="muted" role="status">
      {page.total_is_exact
        ? t('people:total', { count: page.total })
        : t('people:total_at_least', { count: page.total })}
    </span>
  );
}
