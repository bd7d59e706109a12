// From which day to which: either end may be open.
import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { oneOf, type Search } from '../app/search';

type Props = {
  search: Search;
  onChange: (part: { from: string | undefined; to: string | undefined }) => void;
};

export function Period({ search, onChange }: Props) {
  const { t } = useTranslation();
  const day = (value: string | undefined) => (value === undefined ? null : dayjs(value));
  return (
    <DatePicker.RangePicker
      className="filter-period"
      aria-label={t('results:filter.period')}
      value={[day(oneOf(search.from)), day(oneOf(search.to))]}
      allowEmpty={[true, true]}
      placeholder={[t('results:filter.from'), t('results:filter.to')]}
      onChange={(_days, [from, to]) => {
        onChange({ from: from || undefined, to: to || undefined });
      }}
    />
  );
}
