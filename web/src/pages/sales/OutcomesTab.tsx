// The sales that were verified, with what became of them: one's own, or all in reach.
import { useQuery } from '@tanstack/react-query';
import { Segmented, Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { evaluationsQuery } from '../../api/results';
import type { EvaluationRow, SaleOutcome } from '../../api/types';
import { useMay } from '../../app/me';
import { oneOf } from '../../app/search';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { loadingTable } from '../../components/loadingTable';
import { OutcomeTag } from '../../components/OutcomeTag';
import { Pager } from '../../components/Pager';
import { PersonName } from '../../components/PersonName';
import { Time } from '../../components/Time';
import { CallTimeLink } from '../evaluations/cells';
import { WithheldNotice } from '../results/WithheldNotice';
import styles from './sales.module.css';
import type { TabProps } from './SalesPage';

const OUTCOMES: readonly SaleOutcome[] = ['confirmed', 'corrected', 'rejected'];

export function OutcomesTab({ search, onShow }: TabProps) {
  const { t } = useTranslation();
  const readsResults = useMay('view_results');
  const outcome = OUTCOMES.find((known) => known === oneOf(search.outcome));
  const { data, error, isPending, refetch } = useQuery(
    evaluationsQuery(readsResults ? 'results' : 'mine', {
      purpose: 'verification',
      outcome,
      cursor: oneOf(search.cursor),
    }),
  );
  const columns = useColumns();
  return (
    <>
      <div className={styles.bar}>
        <Segmented
          aria-label={t('sales:column.outcome')}
          value={outcome ?? 'any'}
          options={(['any', ...OUTCOMES] as const).map((value) => ({
            value,
            label: t(`sales:outcome.${value}`),
          }))}
          onChange={(chosen) => {
            onShow({ tab: 'outcomes', outcome: chosen === 'any' ? undefined : chosen });
          }}
        />
      </div>
      {data && <WithheldNotice withheld={data.withheld} />}
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 && outcome === undefined ? (
        <EmptyState title={t('sales:list.empty')} hint={t('sales:list.empty_hint')} />
      ) : (
        <Table
          size="small"
          rowKey="id"
          columns={columns}
          dataSource={data?.items ?? []}
          {...loadingTable(isPending)}
          pagination={false}
          locale={{ emptyText: t('sales:list.none_like_this') }}
        />
      )}
      {data && <Pager search={search} next={data.next} onShow={onShow} />}
    </>
  );
}

function useColumns(): TableColumnsType<EvaluationRow> {
  const { t } = useTranslation();
  return [
    { key: 'call', title: t('sales:column.call'), render: (_, row) => <CallTimeLink row={row} /> },
    {
      key: 'agent',
      title: t('sales:column.agent'),
      render: (_, row) => <PersonName person={row.person} fallback={row.agent_name} />,
    },
    { key: 'queue', title: t('sales:column.queue'), render: (_, row) => row.verification?.queue?.name },
    {
      key: 'disposition',
      title: t('sales:column.disposition'),
      render: (_, row) => row.verification?.disposition,
    },
    {
      key: 'outcome',
      title: t('sales:column.outcome'),
      render: (_, row) => <OutcomeTag verification={row.verification} />,
    },
    { key: 'inspector', title: t('sales:column.inspector'), render: (_, row) => row.evaluator.name },
    {
      key: 'released',
      title: t('sales:column.released'),
      render: (_, row) => <Time at={row.released_at} />,
    },
  ];
}
