// A change to what is kept.
import { keepingChanged } from '../../api/keeping';
import { type ChangeOptions, useSaidChange } from '../useSaidChange';

export function useKeepingChange<Input, Result>(
  change: (input: Input) => Promise<Result>,
  options: ChangeOptions<Result> = {},
) {
  return useSaidChange(change, keepingChanged, options);
}
