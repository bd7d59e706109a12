// The released scores, one row each.
import { Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import type { EvaluationRow } from '../../api/types';
import { useMay } from '../../app/me';
import { PersonName } from '../../components/PersonName';
import { Time } from '../../components/Time';
import { useWorded } from '../../i18n/words';
import { loadingTable } from '../../components/loadingTable';
import { AnswerCell, CallTimeLink, CoverageCell, PurposeTag, ResultCell } from '../evaluations/cells';
import { chosenSort, directionOf } from '../evaluations/sorting';

type Props = {
  rows: EvaluationRow[];
  isLoading: boolean;
  sort: string;
  onSort: (sort: string | undefined) => void;
};

export function ResultTable({ rows, isLoading, sort, onSort }: Props) {
  const columns = useResultColumns(sort);
  return (
    <Table
      size="small"
      rowKey="id"
      columns={columns}
      dataSource={rows}
      {...loadingTable(isLoading)}
      pagination={false}
      onChange={(_pages, _filters, sorter) => {
        onSort(chosenSort(sorter));
      }}
    />
  );
}

function useResultColumns(sort: string): TableColumnsType<EvaluationRow> {
  const { t } = useTranslation();
  const worded = useWorded();
  const knowsCoverage = useMay('view_audit');
  return [
    { title: t('results:column.call'), key: 'call', render: (_, row) => <CallTimeLink row={row} /> },
    {
      title: t('results:column.agent'),
      key: 'agent',
      render: (_, row) => (
        <>
          <PersonName person={row.person} fallback={row.agent_name} />
          {row.is_generated && <span className="muted"> · {t('results:generated')}</span>}
        </>
      ),
    },
    { title: t('results:column.team'), key: 'team', render: (_, row) => row.team?.name },
    {
      title: t('results:column.project'),
      key: 'project',
      responsive: ['xl'],
      render: (_, row) => row.project?.name,
    },
    {
      title: t('results:column.card'),
      key: 'card',
      responsive: ['xl'],
      render: (_, row) => (
        <>
          {worded(row.scorecard.title)} <PurposeTag row={row} />
        </>
      ),
    },
    {
      title: t('results:column.result'),
      key: 'total',
      sorter: true,
      sortOrder: directionOf(sort, 'total'),
      render: (_, row) => <ResultCell row={row} />,
    },
    {
      title: t('results:column.critical'),
      key: 'critical',
      responsive: ['xl'],
      align: 'right',
      render: (_, row) => <span className="number">{row.critical ?? t('score.none')}</span>,
    },
    ...(knowsCoverage
      ? [
          {
            title: t('results:column.coverage'),
            key: 'coverage',
            responsive: ['xl' as const],
            render: (_: unknown, row: EvaluationRow) => <CoverageCell coverage={row.coverage} />,
          },
        ]
      : []),
    { title: t('results:column.evaluator'), key: 'evaluator', render: (_, row) => row.evaluator.name },
    { title: t('results:column.answer'), key: 'answer', render: (_, row) => <AnswerCell row={row} /> },
    {
      title: t('results:column.released'),
      key: 'released_at',
      sorter: true,
      sortOrder: directionOf(sort, 'released_at'),
      render: (_, row) => <Time at={row.released_at} />,
    },
  ];
}
