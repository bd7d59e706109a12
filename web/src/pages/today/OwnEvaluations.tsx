// Short lists of one's own evaluations: drafts to go on with, and what went out today.
import { Link } from '@tanstack/react-router';
import { Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import type { EvaluationRow } from '../../api/types';
import { PersonName } from '../../components/PersonName';
import { Time, useInstant } from '../../components/Time';
import { useWorded } from '../../i18n/words';
import { DueWord, ResultCell } from '../evaluations/cells';

function useCallColumns(): TableColumnsType<EvaluationRow> {
  const { t } = useTranslation();
  const worded = useWorded();
  return [
    {
      title: t('queue:column.call'),
      key: 'call',
      render: (_, row) => <Time at={row.call_started_at} />,
    },
    {
      title: t('queue:column.agent'),
      key: 'agent',
      render: (_, row) => <PersonName person={row.person} fallback={row.agent_name} />,
    },
    { title: t('queue:column.card'), key: 'card', render: (_, row) => worded(row.scorecard.title) },
  ];
}

export function Drafts({ drafts }: { drafts: EvaluationRow[] }) {
  const { t } = useTranslation();
  const format = useInstant();
  const columns: TableColumnsType<EvaluationRow> = [
    ...useCallColumns(),
    { title: t('queue:column.changed'), key: 'changed', render: (_, row) => <Time at={row.changed_at} /> },
    { title: t('results:due.column'), key: 'due', render: (_, row) => <DueWord row={row} /> },
    {
      title: <span className="visually-hidden">{t('queue:column.action')}</span>,
      key: 'action',
      align: 'right',
      render: (_, row) => (
        <Link
          to="/review/$evaluationId"
          params={{ evaluationId: row.id }}
          aria-label={t('queue:today.go_on_with', { at: format(row.call_started_at ?? row.changed_at) })}
        >
          {t('queue:today.go_on')}
        </Link>
      ),
    },
  ];
  return <Table size="small" rowKey="id" columns={columns} dataSource={drafts} pagination={false} />;
}

export function ReleasedToday({ released }: { released: EvaluationRow[] }) {
  const { t } = useTranslation();
  const columns: TableColumnsType<EvaluationRow> = [
    {
      title: t('queue:column.released'),
      key: 'released',
      render: (_, row) => (
        <Link to="/evaluations/$evaluationId" params={{ evaluationId: row.id }}>
          <Time at={row.released_at ?? row.changed_at} form="clock" />
        </Link>
      ),
    },
    ...useCallColumns(),
    { title: t('queue:column.result'), key: 'result', render: (_, row) => <ResultCell row={row} /> },
  ];
  return <Table size="small" rowKey="id" columns={columns} dataSource={released} pagination={false} />;
}
