// A change to a source.
import { sourcesChanged } from '../../api/sources';
import { type ChangeOptions, useSaidChange } from '../../components/useSaidChange';

export function useSourceChange<Input, Result>(
  change: (input: Input) => Promise<Result>,
  options: ChangeOptions<Result> = {},
) {
  return useSaidChange(change, sourcesChanged, options);
}
