import { SettingOutlined } from '@ant-design/icons';
import { Button, Checkbox, Popover } from 'antd';
import { useTranslation } from 'react-i18next';
import styles from './calls.module.css';
import { type Column, COLUMNS, FIXED } from './columns';

type Props = { columns: Column[]; onChange: (columns: Column[]) => void };

export function ColumnChooser({ columns, onChange }: Props) {
  const { t } = useTranslation();
  const list = (
    <Checkbox.Group<Column>
      className={styles.columnList ?? ''}
      value={columns}
      onChange={(chosen) => {
        onChange(COLUMNS.filter((column) => column === FIXED || chosen.includes(column)));
      }}
      options={COLUMNS.map((column) => ({
        value: column,
        label: t(`calls:column.${column}`),
        disabled: column === FIXED,
      }))}
    />
  );
  return (
    <Popover trigger="click" placement="bottomRight" content={list}>
      <Button icon={<SettingOutlined />} title={t('calls:columns')} aria-label={t('calls:columns')} />
    </Popover>
  );
}
