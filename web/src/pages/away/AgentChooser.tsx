// Chooses an agent for whom one enters days away; the server finds them by what is typed.
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { agentsForDaysAwayQuery } from '../../api/daysAway';
import type { Named } from '../../api/types';
import styles from './away.module.css';

type Props = {
  id?: string;
  value: string | undefined;
  /** Who is chosen, where that is known: they may stand on none of the pages that are offered. */
  known?: Named | undefined;
  onChoose: (id: string | undefined) => void;
};

export function AgentChooser({ id, value, known, onChoose }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const q = useDeferredValue(typed.trim());
  const { data, isFetching } = useQuery(agentsForDaysAwayQuery({ q: q || undefined }));
  const found = (data?.items ?? []).map(({ id: value, name, staff_number: number }) => ({
    value,
    label: number ? `${name} · ${number}` : name,
  }));
  const isMissing = known !== undefined && !found.some((one) => one.value === known.id);
  return (
    <Select
      {...(id === undefined ? {} : { id })}
      className={styles.agent ?? ''}
      allowClear
      showSearch={{ filterOption: false, onSearch: setTyped }}
      loading={isFetching}
      aria-label={t('away:agent')}
      placeholder={t('away:choose')}
      value={value ?? null}
      options={isMissing ? [{ value: known.id, label: known.name }, ...found] : found}
      onChange={(chosen: string | null | undefined) => {
        onChoose(chosen ?? undefined);
      }}
    />
  );
}
