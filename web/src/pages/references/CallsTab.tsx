// The list of reference calls.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Checkbox, Table, type TableColumnType } from 'antd';
import { useTranslation } from 'react-i18next';
import { type ReferenceCall, referencesQuery } from '../../api/references';
import { oneOf, type Search } from '../../app/search';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { loadingTable } from '../../components/loadingTable';
import { Pager } from '../../components/Pager';
import { Time } from '../../components/Time';
import { useWorded } from '../../i18n/words';
import { OwnActions, OwnState } from './OwnActions';
import styles from './references.module.css';
import { useBegin } from './useBegin';

type Props = { search: Search; onShow: (search: Search) => void };

export function CallsTab({ search, onShow }: Props) {
  const { t } = useTranslation();
  const retired = oneOf(search.retired) === 'true';
  const { data, error, isPending, refetch } = useQuery(
    referencesQuery({ retired, cursor: oneOf(search.cursor) }),
  );
  const begin = useBegin();
  const columns = useColumns(begin.isPending, begin.mutate);
  return (
    <>
      <div className={styles.bar}>
        <Checkbox
          checked={retired}
          onChange={(event) => {
            onShow(event.target.checked ? { retired: 'true' } : {});
          }}
        >
          {t('references:page.retired')}
        </Checkbox>
      </div>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {begin.error && <ErrorNotice error={begin.error} />}
      {data?.items.length === 0 ? (
        <EmptyState
          title={t(retired ? 'references:page.none_retired' : 'references:page.none')}
          hint={t('references:page.none_hint')}
        />
      ) : (
        <Table<ReferenceCall>
          rowKey="id"
          size="small"
          dataSource={data?.items ?? []}
          columns={columns}
          {...loadingTable(isPending)}
          pagination={false}
        />
      )}
      {data && <Pager search={search} next={data.next} onShow={onShow} />}
    </>
  );
}

function useColumns(isBusy: boolean, onBegin: (id: string) => void): TableColumnType<ReferenceCall>[] {
  const { t } = useTranslation('references');
  const worded = useWorded();
  return [
    {
      key: 'title',
      title: t('column.title'),
      render: (_, one) => (
        <Link to="/reference-calls/$referenceId" params={{ referenceId: one.id }}>
          {worded(one.title)}
        </Link>
      ),
    },
    {
      key: 'card',
      title: t('column.card'),
      render: (_, { card }) =>
        t('card_version', { title: worded(card.title) || card.key, number: card.version }),
    },
    {
      key: 'made',
      title: t('column.made'),
      width: 200,
      render: (_, one) => (
        <>
          <Time at={one.made_at} /> <span className="muted">{one.made_by.name}</span>
        </>
      ),
    },
    {
      key: 'own',
      title: t('column.own'),
      width: 180,
      render: (_, one) => <OwnState reference={one} />,
    },
    {
      key: 'action',
      title: t('column.action'),
      width: 200,
      render: (_, one) => <OwnActions reference={one} isBusy={isBusy} onBegin={onBegin} />,
    },
  ];
}
