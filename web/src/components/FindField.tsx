// Words that narrow a list, taken by Enter; it shows what the address holds.
import { Input } from 'antd';

type Props = {
  label: string;
  /** What is looked for. */
  value: string | undefined;
  className: string | undefined;
  onFind: (q: string | undefined) => void;
};

export function FindField({ label, value = '', className, onFind }: Props) {
  return (
    <Input.Search
      key={value}
      allowClear
      className={className ?? ''}
      defaultValue={value}
      placeholder={label}
      aria-label={label}
      onSearch={(asked) => {
        onFind(asked.trim() || undefined);
      }}
    />
  );
}
