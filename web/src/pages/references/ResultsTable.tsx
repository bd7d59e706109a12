// Finished attempts, one a row.
import { Link } from '@tanstack/react-router';
import { Table, type TableColumnType } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ReferenceResult } from '../../api/references';
import { loadingTable } from '../../components/loadingTable';
import { Time } from '../../components/Time';
import { useWorded } from '../../i18n/words';
import { Apart, Kappa, Share } from './OutcomeCells';

type Props = {
  rows: readonly ReferenceResult[];
  isPending: boolean;
  /** Whether they are of one reference call alone. */
  ofOne?: boolean;
};

export function ResultsTable({ rows, isPending, ofOne = false }: Props) {
  const columns = useColumns().filter(
    (column) => !ofOne || (column.key !== 'title' && column.key !== 'card'),
  );
  return (
    <Table<ReferenceResult>
      rowKey="evaluation_id"
      size="small"
      dataSource={[...rows]}
      columns={columns}
      {...loadingTable(isPending)}
      pagination={false}
    />
  );
}

function useColumns(): TableColumnType<ReferenceResult>[] {
  const { t } = useTranslation('references');
  const worded = useWorded();
  return [
    {
      key: 'finished',
      title: t('column.finished'),
      width: 170,
      render: (_, one) => (
        <Link to="/reference-attempts/$evaluationId" params={{ evaluationId: one.evaluation_id }}>
          <Time at={one.finished_at} />
        </Link>
      ),
    },
    { key: 'person', title: t('column.person'), width: 150, render: (_, { person }) => person.name },
    {
      key: 'title',
      title: t('column.title'),
      render: (_, one) => (
        <>
          {worded(one.title)} {one.is_repeat && <span className="tone">{t('outcome.repeat')}</span>}
        </>
      ),
    },
    { key: 'card', title: t('column.card'), render: (_, { card }) => worded(card) },
    {
      key: 'agreement',
      title: t('column.agreement'),
      width: 170,
      render: (_, { outcome }) => <Share outcome={outcome} />,
    },
    {
      key: 'apart',
      title: t('column.apart'),
      width: 120,
      render: (_, { outcome }) => <Apart outcome={outcome} />,
    },
    {
      key: 'kappa',
      title: t('column.kappa'),
      width: 90,
      align: 'right',
      render: (_, { outcome }) => <Kappa outcome={outcome} />,
    },
  ];
}
