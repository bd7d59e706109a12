// Whose learning is looked at: a team, a person.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { directoryQuery } from '../../api/directory';
import { oneOf, type Search } from '../../app/search';
import { FilterSelect, namedOptions } from '../../components/FilterSelect';

type Props = { search: Search; onChange: (part: Search) => void };

export function WhoseFilters({ search, onChange }: Props) {
  const { t } = useTranslation();
  const directory = useQuery(directoryQuery).data;
  return (
    <>
      <FilterSelect
        label={t('results:filter.team')}
        value={oneOf(search.team_id)}
        options={namedOptions(directory?.teams)}
        onChange={(team_id) => {
          onChange({ team_id });
        }}
      />
      <FilterSelect
        label={t('learning:chase.who')}
        value={oneOf(search.person_id)}
        options={namedOptions(directory?.people)}
        onChange={(person_id) => {
          onChange({ person_id });
        }}
      />
    </>
  );
}
