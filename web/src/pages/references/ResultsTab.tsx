// How attempts went over time: one's own, or everybody's for those who prepare reference calls.
import { useQuery } from '@tanstack/react-query';
import { Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import { resultsQuery } from '../../api/references';
import { useMay, useMe } from '../../app/me';
import { oneOf, type Search } from '../../app/search';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Pager } from '../../components/Pager';
import styles from './references.module.css';
import { ResultsTable } from './ResultsTable';

type Props = { search: Search; onShow: (search: Search) => void };

export function ResultsTab({ search, onShow }: Props) {
  const { t } = useTranslation('references');
  const me = useMe();
  const prepares = useMay('prepare_references');
  const mine = !prepares || oneOf(search.mine) === 'true';
  const query = { person_id: mine ? me.person_id : undefined, cursor: oneOf(search.cursor) };
  const { data, error, isPending, refetch } = useQuery(resultsQuery(query));
  return (
    <>
      {prepares && (
        <div className={styles.bar}>
          <Checkbox
            checked={mine}
            onChange={(event) => {
              onShow(event.target.checked ? { tab: 'results', mine: 'true' } : { tab: 'results' });
            }}
          >
            {t('results.mine')}
          </Checkbox>
        </div>
      )}
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
