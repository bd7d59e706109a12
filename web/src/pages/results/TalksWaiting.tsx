// What waits for a talk of the leader with its agent: seen by them first.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { evaluationsQuery } from '../../api/results';
import type { EvaluationRow } from '../../api/types';
import { PersonName } from '../../components/PersonName';
import { Time } from '../../components/Time';
import { useWorded } from '../../i18n/words';
import { ResultCell } from '../evaluations/cells';

const SHOWN = 20;

export function TalksWaiting() {
  const { t } = useTranslation();
  const worded = useWorded();
  const { data } = useQuery(evaluationsQuery('to_talk', { limit: SHOWN }));
  if (!data || data.items.length === 0) return null;
  const columns: TableColumnsType<EvaluationRow> = [
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
    { title: t('results:column.result'), key: 'result', render: (_, row) => <ResultCell row={row} /> },
    {
      title: <span className="visually-hidden">{t('results:talk.open')}</span>,
      key: 'open',
      align: 'right',
      render: (_, { id }) => (
        <Link to="/evaluations/$evaluationId" params={{ evaluationId: id }}>
          {t('results:talk.open')}
        </Link>
      ),
    },
  ];
  return (
    <section aria-labelledby="talks-waiting">
      <h2 id="talks-waiting">{t('results:talk.waiting', { count: data.total })}</h2>
      <p className="muted">{t('results:talk.waiting_hint')}</p>
      <Table size="small" rowKey="id" columns={columns} dataSource={data.items} pagination={false} />
    </section>
  );
}
