// Which message of a text an agent means.
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { contactTextQuery } from '../../api/contacts';

type Props = { contactId: string; value: number | null; onChange: (turn: number | null) => void };

export function TurnSelect({ contactId, value, onChange }: Props) {
  const { t } = useTranslation('appeals');
  const turns = useQuery(contactTextQuery(contactId, false)).data?.turns ?? [];
  return (
    <Select<number | null>
      allowClear
      aria-label={t('form.turn')}
      placeholder={t('form.turn')}
      style={{ minWidth: 260, maxWidth: 420 }}
      showSearch={{ optionFilterProp: 'label' }}
      value={value}
      options={turns.map(({ number, text }) => ({ value: number, label: `${String(number)} · ${text}` }))}
      onChange={(turn) => {
        onChange(turn ?? null);
      }}
    />
  );
}
