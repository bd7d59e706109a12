// Above the results: a short list of evaluations that wait for something of the reader; nothing where
// none do.
import { useQuery } from '@tanstack/react-query';
import { Table, type TableColumnsType } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { evaluationsQuery, type EvaluationView } from '../../api/results';
import type { EvaluationRow } from '../../api/types';
import { PersonName } from '../../components/PersonName';
import { Time } from '../../components/Time';
import { useWorded } from '../../i18n/words';

const SHOWN = 20;

type Props = {
  view: EvaluationView;
  title: (total: number) => string;
  hint: string;
  /** What stands behind call, agent and card. */
  columns: TableColumnsType<EvaluationRow>;
};

export function WaitingRows({ view, title, hint, columns }: Props) {
  const { t } = useTranslation();
  const worded = useWorded();
  const heading = useId();
  const { data } = useQuery(evaluationsQuery(view, { limit: SHOWN }));
  if (!data || data.items.length === 0) return null;
  const usual: TableColumnsType<EvaluationRow> = [
    {
      title: t('results:column.call'),
      key: 'call',
      render: (_, { call_started_at }) => <Time at={call_started_at} />,
    },
    {
      title: t('results:column.agent'),
      key: 'agent',
      render: (_, row) => <PersonName person={row.person} fallback={row.agent_name} />,
    },
    { title: t('results:column.card'), key: 'card', render: (_, row) => worded(row.scorecard.title) },
  ];
  return (
    <section aria-labelledby={heading}>
      <h2 id={heading}>{title(data.total)}</h2>
      <p className="muted">{hint}</p>
      <Table
        size="small"
        rowKey="id"
        columns={[...usual, ...columns]}
        dataSource={data.items}
        pagination={false}
      />
    </section>
  );
}
