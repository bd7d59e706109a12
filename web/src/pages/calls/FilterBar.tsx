// Above the list: find, dates, every other condition, saved filters; and below them the chips.
import { FilterOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, DatePicker, Input, type InputRef, Popover } from 'antd';
import dayjs from 'dayjs';
import { type ReactNode, type Ref, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/me';
import { oneOf, type Search } from '../../app/search';
import styles from './calls.module.css';
import { withValues } from './filter';
import { FilterPanel } from './FilterPanel';
import { SaidField } from './SaidField';

type Props = {
  search: Search;
  onChange: (next: Search) => void;
  findRef: Ref<InputRef>;
  children?: ReactNode;
};

const DAY = 'YYYY-MM-DD';

export function FilterBar({ search, onChange, findRef, children }: Props) {
  const { t } = useTranslation();
  const mayRead = useMay('read_transcripts');
  return (
    <div className={styles.bar} role="search">
      <FindField key={oneOf(search.q) ?? ''} search={search} onChange={onChange} findRef={findRef} />
      {mayRead && <SaidField key={oneOf(search.said) ?? ''} search={search} onChange={onChange} />}
      <DayRange search={search} onChange={onChange} />
      <Popover
        trigger="click"
        placement="bottomLeft"
        destroyOnHidden
        content={<FilterPanel search={search} onChange={onChange} />}
      >
        <Button icon={<FilterOutlined aria-hidden />}>{t('calls:filter.more')}</Button>
      </Popover>
      {children}
    </div>
  );
}

function FindField({ search, onChange, findRef }: Omit<Props, 'children'>) {
  const { t } = useTranslation();
  const [text, setText] = useState(oneOf(search.q) ?? '');
  const find = () => {
    if (text.trim() !== (oneOf(search.q) ?? '')) onChange(withValues(search, 'q', [text.trim()]));
  };
  return (
    <Input
      ref={findRef}
      className={styles.find}
      allowClear
      prefix={<SearchOutlined aria-hidden />}
      aria-label={t('calls:filter.find')}
      placeholder={t('calls:filter.find')}
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        if (event.target.value === '') onChange(withValues(search, 'q', []));
      }}
      onPressEnter={(event) => {
        // Enter that ends a Chinese word belongs to the input method.
        if (!event.nativeEvent.isComposing) find();
      }}
      onBlur={find}
    />
  );
}

function DayRange({ search, onChange }: Pick<Props, 'search' | 'onChange'>) {
  const { t } = useTranslation();
  const day = (text: string | undefined) => {
    const read = dayjs(text ?? null);
    return read.isValid() ? read : null;
  };
  const today = dayjs();
  return (
    <DatePicker.RangePicker
      className={styles.days}
      allowEmpty={[true, true]}
      placeholder={[t('calls:field.from'), t('calls:field.to')]}
      value={[day(oneOf(search.from)), day(oneOf(search.to))]}
      presets={[
        { label: t('calls:days.today'), value: [today, today] },
        { label: t('calls:days.week'), value: [today.subtract(6, 'day'), today] },
        { label: t('calls:days.month'), value: [today.subtract(29, 'day'), today] },
      ]}
      onChange={(days) => {
        const from = withValues(search, 'from', [days?.[0]?.format(DAY) ?? '']);
        onChange(withValues(from, 'to', [days?.[1]?.format(DAY) ?? '']));
      }}
    />
  );
}
