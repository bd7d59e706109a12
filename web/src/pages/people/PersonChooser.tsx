// Chooses somebody who is here; the server finds them by what is typed.
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { peopleQuery } from '../../api/people';
import styles from './people.module.css';

type Props = { value: string | undefined; onChoose: (id: string | undefined) => void };

export function PersonChooser({ value, onChoose }: Props) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const q = useDeferredValue(typed.trim());
  const { data, isFetching } = useQuery({
    ...peopleQuery({ q, retired: false, limit: 50 }),
    enabled: isOpen || value !== undefined,
  });
  return (
    <Select
      className={styles.person ?? ''}
      size="small"
      allowClear
      showSearch={{ filterOption: false, onSearch: setTyped }}
      loading={isFetching}
      aria-label={t('people:agents.choose')}
      placeholder={t('people:agents.choose')}
      value={value ?? null}
      options={(data?.items ?? []).map(({ id, name, staff_number }) => ({
        value: id,
        label: staff_number === null ? name : `${name} · ${staff_number}`,
      }))}
      onOpenChange={setIsOpen}
      onChange={(id: string | undefined) => {
        onChoose(id);
      }}
    />
  );
}
