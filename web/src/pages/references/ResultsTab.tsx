// How attempts went over time: one's own, or everybody's for those who prepare reference calls.
import { useQuery } from '@tanstack/react-query';
import { Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import { directoryQuery } from '../../api/directory';
import { resultsQuery } from '../../api/references';
import { useMay, useMe } from '../../app/me';
import { oneOf, type Search } from '../../app/search';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { FilterSelect, namedOptions } from '../../components/FilterSelect';
import { Pager } from '../../components/Pager';
import { useWorded } from '../../i18n/words';
import { AgreementCurve } from './AgreementCurve';
import styles from './references.module.css';
import { ResultsTable } from './ResultsTable';

type Props = { search: Search; onShow: (search: Search) => void };

export function ResultsTab({ search, onShow }: Props) {
  const { t } = useTranslation('references');
  const worded = useWorded();
  const me = useMe();
  const prepares = useMay('prepare_references');
  const mine = !prepares || oneOf(search.mine) === 'true';
  const personId = mine ? (me.person_id ?? undefined) : oneOf(search.person_id);
  const cardId = oneOf(search.scorecard_id);
  const query = { person_id: personId, scorecard_id: cardId, cursor: oneOf(search.cursor) };
  const { data, error, isPending, refetch } = useQuery(resultsQuery(query));
  const directory = useQuery(directoryQuery).data;
  const set = (part: Search) => {
    onShow({ ...search, ...part, cursor: undefined });
  };
  return (
    <>
      <div className={styles.bar} role="group" aria-label={t('results.filter')}>
        {prepares && (
          <>
            <Checkbox
              checked={mine}
              onChange={(event) => {
                set({ mine: event.target.checked ? 'true' : undefined, person_id: undefined });
              }}
            >
              {t('results.mine')}
            </Checkbox>
            <FilterSelect
              label={t('column.person')}
              value={mine ? undefined : personId}
              options={namedOptions(directory?.people)}
              onChange={(person_id) => {
                set({ person_id, mine: undefined });
              }}
            />
          </>
        )}
        <FilterSelect
          label={t('column.card')}
          value={cardId}
          options={(directory?.scorecards ?? []).map(({ id, title }) => ({
            value: id,
            label: worded(title),
          }))}
          onChange={(scorecard_id) => {
            set({ scorecard_id });
          }}
        />
      </div>
      <AgreementCurve personId={personId} cardId={cardId} />
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 ? (
        <EmptyState title={t('results.none')} hint={t('results.none_hint')} />
      ) : (
        <ResultsTable rows={data?.items ?? []} isPending={isPending} />
      )}
      {data && <Pager search={search} next={data.next} onShow={onShow} />}
    </>
  );
}
