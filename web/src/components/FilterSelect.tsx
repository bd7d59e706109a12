// One of several, as a filter above a list: its name stands in it while nothing is chosen, and while the
// names to choose from are not known yet.
import { Select } from 'antd';

type Props = {
  label: string;
  value: string | undefined;
  options: { value: string; label: string }[];
  onChange: (value: string | undefined) => void;
};

export function FilterSelect({ label, value, options, onChange }: Props) {
  return (
    <Select
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      className="filter-select"
      aria-label={label}
      placeholder={label}
      popupMatchSelectWidth={false}
      value={options.length === 0 ? null : (value ?? null)}
      options={options}
      onChange={onChange}
    />
  );
}

/** Things with names, to be chosen from. */
export const namedOptions = (list: readonly { id: string; name: string }[] | undefined) =>
  (list ?? []).map(({ id, name }) => ({ value: id, label: name }));
