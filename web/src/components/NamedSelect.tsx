// Several things with names, chosen by their ids. Until the names are known nothing is shown: an id says
// nothing to people.
import { Select, type SelectProps } from 'antd';
import { namedOptions } from './FilterSelect';

type Props = Pick<SelectProps<string[]>, 'id' | 'value' | 'onChange' | 'placeholder'> & {
  /** Undefined while they are fetched. */
  from: readonly { id: string; name: string }[] | undefined;
};

export function NamedSelect({ from, value, ...rest }: Props) {
  return (
    <Select
      {...rest}
      mode="multiple"
      showSearch={{ optionFilterProp: 'label' }}
      loading={from === undefined}
      disabled={from === undefined}
      value={from === undefined ? [] : (value ?? [])}
      options={namedOptions(from)}
    />
  );
}
