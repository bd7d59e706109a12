// Sitting beside an agent, or live: begun here, and one's own of before.
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, DatePicker, Segmented, Select, Table, type TableColumnsType } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { directoryQuery } from '../../api/directory';
import { evaluationsQuery } from '../../api/results';
import { beginSitting } from '../../api/sittings';
import type { EvaluationRow } from '../../api/types';
import { oneOf, type Search } from '../../app/search';
import { agentOptions } from '../../components/agentOptions';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { loadingTable } from '../../components/loadingTable';
import { PageHeader } from '../../components/PageHeader';
import { Pager } from '../../components/Pager';
import { PersonName } from '../../components/PersonName';
import { Time } from '../../components/Time';
import { useWorded } from '../../i18n/words';
import { StateCell } from '../evaluations/cells';
import styles from '../sales/sales.module.css';

export default function SittingsPage() {
  const { t } = useTranslation();
  const search = useSearch({ from: '/shell/sittings' });
  const navigate = useNavigate({ from: '/sittings' });
  const cursor = oneOf(search.cursor);
  const { data, error, isPending, refetch } = useQuery(
    evaluationsQuery('mine', { purpose: 'beside,live', cursor }),
  );
  const columns = useColumns();
  return (
    <>
      <PageHeader title={t('sittings:page.title')} note={t('sittings:page.note')} />
      <BeginForm />
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 ? (
        <EmptyState title={t('sittings:list.empty')} hint={t('sittings:list.empty_hint')} />
      ) : (
        <section className={styles.section}>
          <h2>{t('sittings:page.mine')}</h2>
          <Table
            size="small"
            rowKey="id"
            columns={columns}
            dataSource={data?.items ?? []}
            {...loadingTable(isPending)}
            pagination={false}
          />
        </section>
      )}
      {data && (
        <Pager search={search} next={data.next} onShow={(next: Search) => void navigate({ search: next })} />
      )}
    </>
  );
}

function BeginForm() {
  const { t } = useTranslation();
  const worded = useWorded();
  const navigate = useNavigate();
  const directory = useQuery(directoryQuery).data;
  const [agent, setAgent] = useState<string | null>(null);
  const [purpose, setPurpose] = useState<'beside' | 'live'>('beside');
  const [queue, setQueue] = useState<string | null>(null);
  const [card, setCard] = useState<string | null>(null);
  const [since, setSince] = useState<Dayjs | null>(null);
  const begin = useMutation({
    mutationFn: (agent_id: string) =>
      beginSitting({
        agent_id,
        purpose,
        queue_id: queue,
        scorecard_id: card,
        since: since?.toISOString() ?? null,
      }),
    onSuccess: (evaluation) =>
      navigate({ to: '/review/$evaluationId', params: { evaluationId: evaluation.id } }),
  });
  const found = { showSearch: { optionFilterProp: 'label' }, popupMatchSelectWidth: false } as const;
  return (
    <>
      <div className={styles.bar}>
        <Select
          {...found}
          className={styles.choice ?? ''}
          aria-label={t('sittings:begin.agent')}
          placeholder={t('sittings:begin.agent')}
          value={agent}
          options={agentOptions(directory)}
          onChange={setAgent}
        />
        <Segmented
          aria-label={t('sittings:begin.way')}
          value={purpose}
          options={(['beside', 'live'] as const).map((value) => ({
            value,
            label: t(`sittings:begin.${value}`),
          }))}
          onChange={setPurpose}
        />
        <Select
          {...found}
          allowClear
          className={styles.choice ?? ''}
          aria-label={t('sittings:begin.queue')}
          placeholder={t('sittings:begin.queue')}
          value={queue}
          options={(directory?.queues ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(chosen: string | undefined) => {
            setQueue(chosen ?? null);
          }}
        />
        <Select
          {...found}
          allowClear
          className={styles.choice ?? ''}
          aria-label={t('sittings:begin.card')}
          placeholder={t('sittings:begin.card')}
          value={card}
          options={(directory?.scorecards ?? []).map(({ id, key, title }) => ({
            value: id,
            label: worded(title) || key,
          }))}
          onChange={(chosen: string | undefined) => {
            setCard(chosen ?? null);
          }}
        />
        <DatePicker
          showTime={{ format: 'HH:mm' }}
          className={styles.choice ?? ''}
          aria-label={t('sittings:begin.since')}
          placeholder={t('sittings:begin.since')}
          value={since}
          onChange={setSince}
        />
        <Button
          type="primary"
          disabled={agent === null}
          loading={begin.isPending}
          onClick={() => {
            if (agent !== null) begin.mutate(agent);
          }}
        >
          {t('sittings:begin.begin')}
        </Button>
      </div>
      {begin.error && <ErrorNotice error={begin.error} />}
    </>
  );
}

function useColumns(): TableColumnsType<EvaluationRow> {
  const { t } = useTranslation();
  const worded = useWorded();
  return [
    {
      key: 'since',
      title: t('sittings:column.since'),
      render: (_, row) => <Time at={row.call_started_at} />,
    },
    {
      key: 'agent',
      title: t('sittings:column.agent'),
      render: (_, row) => <PersonName person={row.person} fallback={row.agent_name} />,
    },
    {
      key: 'way',
      title: t('sittings:column.way'),
      render: (_, row) => t(`cards:purpose.${row.purpose}`),
    },
    { key: 'card', title: t('sittings:column.card'), render: (_, row) => worded(row.scorecard.title) },
    {
      key: 'call',
      title: t('sittings:column.call'),
      render: (_, row) =>
        row.call_id === null ? (
          <span className="muted">{t('sittings:list.untied')}</span>
        ) : (
          <Link to="/calls/$callId" params={{ callId: row.call_id }}>
            {t('sittings:list.tied')}
          </Link>
        ),
    },
    { key: 'state', title: t('sittings:column.state'), render: (_, row) => <StateCell row={row} /> },
    {
      key: 'action',
      title: <span className="visually-hidden">{t('sittings:column.action')}</span>,
      render: (_, row) => <OpenLink row={row} />,
    },
  ];
}

function OpenLink({ row }: { row: EvaluationRow }) {
  const { t } = useTranslation();
  const name = row.person?.name ?? row.agent_name ?? '';
  const params = { evaluationId: row.id };
  return row.state === 'draft' ? (
    <Link to="/review/$evaluationId" params={params} aria-label={t('sittings:list.go_on_with', { name })}>
      {t('sittings:list.go_on')}
    </Link>
  ) : (
    <Link to="/evaluations/$evaluationId" params={params} aria-label={t('sittings:list.read_of', { name })}>
      {t('sittings:list.read')}
    </Link>
  );
}
