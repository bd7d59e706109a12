// A change to people: always says that it is saved.
import { useTranslation } from 'react-i18next';
import { peopleChanged } from '../../api/people';
import { type ChangeOptions, useSaidChange } from '../../components/useSaidChange';

type Options<Result> = Omit<ChangeOptions<Result>, 'said'> & { said?: string };

export function useChange<Input, Result>(
  change: (input: Input) => Promise<Result>,
  { said, ...options }: Options<Result> = {},
) {
  const { t } = useTranslation();
  return useSaidChange(change, peopleChanged, { ...options, said: () => said ?? t('people:saved') });
}
