// Which dispositions are sales to be verified, and where.
import { useQuery } from '@tanstack/react-query';
import { AutoComplete, Button, DatePicker, Popconfirm, Select, Table, type TableColumnType } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { directoryQuery } from '../../api/directory';
import { endSaleRule, makeSaleRule, type SaleRule, saleRulesQuery, salesChanged } from '../../api/sales';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { loadingTable } from '../../components/loadingTable';
import { Time, useInstant } from '../../components/Time';
import { useSaidChange } from '../../components/useSaidChange';
import styles from './sales.module.css';

const EVERYWHERE = 'everywhere';

export function RulesTab() {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useQuery(saleRulesQuery);
  const end = useSaidChange(endSaleRule, salesChanged, { said: () => t('sales:rule.ended') });
  const columns = useColumns((id) => {
    end.mutate(id);
  });
  return (
    <>
      <p className="muted">{t('sales:rule.hint')}</p>
      <NewRule />
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {end.error && <ErrorNotice error={end.error} />}
      {data?.items.length === 0 ? (
        <EmptyState title={t('sales:rule.empty')} hint={t('sales:rule.empty_hint')} />
      ) : (
        <Table<SaleRule>
          rowKey="id"
          size="small"
          dataSource={data?.items ?? []}
          columns={columns}
          {...loadingTable(isPending)}
          pagination={false}
        />
      )}
    </>
  );
}

function useColumns(onEnd: (id: string) => void): TableColumnType<SaleRule>[] {
  const { t } = useTranslation();
  const instant = useInstant();
  return [
    { key: 'disposition', title: t('sales:rule.disposition'), render: (_, rule) => rule.disposition },
    {
      key: 'place',
      title: t('sales:column.place'),
      render: (_, { queue, project }) =>
        queue
          ? t('sales:rule.of_queue', { name: queue.name })
          : project
            ? t('sales:rule.of_project', { name: project.name })
            : t('sales:rule.everywhere'),
    },
    { key: 'since', title: t('sales:column.since'), render: (_, rule) => <Time at={rule.since} /> },
    {
      key: 'made',
      title: t('sales:column.made'),
      responsive: ['xl'],
      render: (_, { made_by, made_at }) =>
        made_by ? t('sales:rule.by', { name: made_by.name, at: instant(made_at) }) : instant(made_at),
    },
    {
      key: 'action',
      title: <span className="visually-hidden">{t('sales:column.action')}</span>,
      width: 110,
      render: (_, rule) => (
        <Popconfirm
          title={t('sales:rule.end_confirm')}
          okText={t('sales:rule.end')}
          cancelText={t('action.cancel')}
          onConfirm={() => {
            onEnd(rule.id);
          }}
        >
          <Button size="small" aria-label={t('sales:rule.end_of', { disposition: rule.disposition })}>
            {t('sales:rule.end')}
          </Button>
        </Popconfirm>
      ),
    },
  ];
}

function NewRule() {
  const { t } = useTranslation();
  const directory = useQuery(directoryQuery).data;
  const [disposition, setDisposition] = useState('');
  const [place, setPlace] = useState(EVERYWHERE);
  const [since, setSince] = useState<Dayjs | null>(null);
  const make = useSaidChange(makeSaleRule, salesChanged, {
    said: ({ joined }) => t('sales:rule.added', { count: joined }),
    onDone: () => {
      setDisposition('');
    },
  });
  const idOf = (kind: string) => (place.startsWith(`${kind}:`) ? place.slice(kind.length + 1) : null);
  const places = [
    { value: EVERYWHERE, label: t('sales:rule.everywhere') },
    ...(directory?.projects ?? []).map(({ id, name }) => ({
      value: `project:${id}`,
      label: t('sales:rule.of_project', { name }),
    })),
    ...(directory?.queues ?? []).map(({ id, name }) => ({
      value: `queue:${id}`,
      label: t('sales:rule.of_queue', { name }),
    })),
  ];
  return (
    <div className={styles.bar}>
      <AutoComplete
        className={styles.choice ?? ''}
        aria-label={t('sales:rule.disposition')}
        placeholder={t('sales:rule.disposition')}
        value={disposition}
        options={(directory?.dispositions ?? []).map((value) => ({ value }))}
        showSearch={{ filterOption: (text, option) => (option?.value ?? '').includes(text) }}
        onChange={setDisposition}
      />
      <Select
        className={styles.choice ?? ''}
        aria-label={t('sales:rule.place')}
        showSearch={{ optionFilterProp: 'label' }}
        value={place}
        options={places}
        onChange={setPlace}
      />
      <DatePicker
        aria-label={t('sales:rule.since')}
        placeholder={t('sales:rule.since')}
        className={styles.choice ?? ''}
        value={since}
        onChange={setSince}
      />
      <Button
        type="primary"
        disabled={disposition.trim() === ''}
        loading={make.isPending}
        onClick={() => {
          make.mutate({
            disposition: disposition.trim(),
            project_id: idOf('project'),
            queue_id: idOf('queue'),
            since: since?.startOf('day').toISOString() ?? null,
          });
        }}
      >
        {t('sales:rule.add')}
      </Button>
      {make.error && <ErrorNotice error={make.error} />}
    </div>
  );
}
