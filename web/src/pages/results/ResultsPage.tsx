// Every released score in reach: filtered, sorted, with the trend of whoever the filter is about.
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { directoryQuery } from '../../api/directory';
import { evaluationsQuery } from '../../api/results';
import { useMay, useMe } from '../../app/me';
import { oneOf, type Search } from '../../app/search';
import { Pager } from '../../components/Pager';
import { SavedFilters } from '../../components/SavedFilters';
import { Total } from '../evaluations/Total';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { PageHeader } from '../../components/PageHeader';
import { ExportButton } from './ExportButton';
import { LateReleases } from './LateReleases';
import { ResultFilters } from './ResultFilters';
import { ResultTable } from './ResultTable';
import { filterText, isFiltered, resultQuery, resultSort } from './search';
import { TalksWaiting } from './TalksWaiting';
import { TrendPanel } from './TrendPanel';
import { whoseTrend } from './whoseTrend';
import { WithheldNotice } from './WithheldNotice';

export default function ResultsPage() {
  const { t } = useTranslation();
  const me = useMe();
  const mayTalk = useMay('review_appeals');
  const handsOut = useMay('assign_calls');
  const search = useSearch({ from: '/shell/results' });
  const navigate = useNavigate({ from: '/results' });
  const directory = useQuery(directoryQuery).data;
  const { data, error, isPending, refetch } = useQuery(evaluationsQuery('results', resultQuery(search)));
  const show = (next: Search) => void navigate({ search: next });
  const change = (part: Search) => {
    show({ ...search, cursor: undefined, ...part });
  };
  const hasRows = data !== undefined && data.items.length > 0;
  return (
    <>
      <PageHeader title={t('nav.results')} note={data && <Total page={data} />}>
        <SavedFilters page="results" query={filterText(search)} onApply={show} />
        {hasRows && <ExportButton search={search} />}
      </PageHeader>
      {mayTalk && <TalksWaiting />}
      {handsOut && <LateReleases />}
      <ResultFilters search={search} onChange={change} />
      {hasRows && (
        <TrendPanel
          whose={whoseTrend(search, me, directory)}
          search={search}
          onTeam={(team) => {
            change({ team });
          }}
        />
      )}
      {data && <WithheldNotice withheld={data.withheld} />}
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 ? (
        <NoResults search={search} onChange={change} />
      ) : (
        <ResultTable
          rows={data?.items ?? []}
          isLoading={isPending}
          sort={resultSort(search)}
          onSort={(sort) => {
            change({ sort });
          }}
        />
      )}
      {data && <Pager search={search} next={data.next} onShow={show} />}
    </>
  );
}

/** Widening the dates is the first thing to try; without dates another filter is in the way. */
function NoResults({ search, onChange }: { search: Search; onChange: (part: Search) => void }) {
  const { t } = useTranslation();
  if (!isFiltered(search)) {
    return <EmptyState title={t('results:list.none_at_all')} hint={t('results:list.none_at_all_hint')} />;
  }
  const hasDates = oneOf(search.from) !== undefined || oneOf(search.to) !== undefined;
  return (
    <EmptyState
      title={hasDates ? t('results:list.none_in_dates') : t('results:list.none')}
      hint={hasDates ? t('results:list.none_in_dates_hint') : t('results:list.none_hint')}
    >
      {hasDates && (
        <Button
          onClick={() => {
            onChange({ from: undefined, to: undefined });
          }}
        >
          {t('results:list.widen')}
        </Button>
      )}
    </EmptyState>
  );
}
