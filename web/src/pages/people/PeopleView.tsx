// The list of people, and the file of whoever is opened.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { peopleQuery, TEMPLATE_ADDRESS } from '../../api/people';
import { oneOf, type Search } from '../../app/search';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Pager } from '../../components/Pager';
import { isUnfiltered, peopleRequest } from './filter';
import { PeopleFilter } from './PeopleFilter';
import { PeopleTable } from './PeopleTable';
import { PersonDrawer } from './PersonDrawer';
import { usePeopleSearch } from './usePeopleSearch';

export function PeopleView() {
  const { search, show } = usePeopleSearch();
  const { data, error, isPending, isPlaceholderData, refetch } = useQuery(peopleQuery(peopleRequest(search)));
  const isAlone = isUnfiltered(search) && data !== undefined && data.total <= 1;
  return (
    <>
      <PeopleFilter search={search} onChange={show} page={data} />
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data?.total === 0 ? (
        <NoMatch onShow={show} />
      ) : (
        <PeopleTable
          people={data?.items ?? []}
          isLoading={isPending || isPlaceholderData}
          onOpen={(person) => {
            show({ ...search, person });
          }}
        />
      )}
      {isAlone && <OnlyYou />}
      {data && <Pager search={search} next={data.next} onShow={show} />}
      <PersonDrawer
        id={oneOf(search.person)}
        onClose={() => {
          show({ ...search, person: undefined });
        }}
      />
    </>
  );
}

function OnlyYou() {
  const { t } = useTranslation();
  return (
    <EmptyState title={t('people:empty.only_you')} hint={t('people:empty.only_you_hint')}>
      <Button href={TEMPLATE_ADDRESS} download>
        {t('people:action.template')}
      </Button>
      <Link to="/people/import">
        <Button type="primary" tabIndex={-1}>
          {t('people:action.import')}
        </Button>
      </Link>
    </EmptyState>
  );
}

function NoMatch({ onShow }: { onShow: (search: Search) => void }) {
  const { t } = useTranslation();
  return (
    <EmptyState title={t('people:empty.no_match')} hint={t('people:empty.no_match_hint')}>
      <Button
        onClick={() => {
          onShow({});
        }}
      >
        {t('people:action.all')}
      </Button>
    </EmptyState>
  );
}
