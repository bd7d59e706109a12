// How many of the verified sales are ones, by agent and by queue.
import { useQuery } from '@tanstack/react-query';
import { DatePicker, Table, type TableColumnsType } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { type SaleRate, saleRatesQuery, type SaleTally } from '../../api/sales';
import { useLanguage } from '../../app/preferences';
import { oneOf } from '../../app/search';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { loadingTable } from '../../components/loadingTable';
import styles from './sales.module.css';
import type { TabProps } from './SalesPage';

export function RatesTab({ search, onShow }: TabProps) {
  const { t } = useTranslation();
  const [from, to] = [oneOf(search.from), oneOf(search.to)];
  const { data, error, isPending, refetch } = useQuery(saleRatesQuery({ from, to }));
  const day = (value: string | undefined) => (value === undefined ? null : dayjs(value));
  return (
    <>
      <div className={styles.bar}>
        <DatePicker.RangePicker
          aria-label={t('sales:rate.period')}
          value={[day(from), day(to)]}
          allowEmpty={[true, true]}
          placeholder={[t('sales:rate.from'), t('sales:rate.to')]}
          onChange={(_days, [first, last]) => {
            onShow({ tab: 'rates', from: first || undefined, to: last || undefined });
          }}
        />
      </div>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data?.all.total === 0 ? (
        <EmptyState title={t('sales:rate.empty')} hint={t('sales:rate.empty_hint')} />
      ) : (
        <>
          {(['agents', 'queues'] as const).map((kind) => (
            <section key={kind} className={styles.section}>
              <h2>{t(`sales:rate.${kind}`)}</h2>
              <RateTable rows={data?.[kind] ?? []} all={data?.all} kind={kind} isLoading={isPending} />
            </section>
          ))}
        </>
      )}
    </>
  );
}

type TableProps = {
  rows: SaleRate[];
  all: SaleTally | undefined;
  kind: 'agents' | 'queues';
  isLoading: boolean;
};

function RateTable({ rows, all, kind, isLoading }: TableProps) {
  const { t } = useTranslation();
  const percent = usePercent();
  const number = (key: 'confirmed' | 'corrected' | 'rejected' | 'total') => ({
    key,
    title: t(`sales:column.${key}`),
    align: 'right' as const,
    render: (_: unknown, rate: SaleRate) => <span className="number">{rate[key]}</span>,
  });
  const columns: TableColumnsType<SaleRate> = [
    {
      key: 'of',
      title: kind === 'agents' ? t('sales:column.agent') : t('sales:column.queue'),
      render: (_, rate) =>
        rate.of?.name ?? <span className="muted">{rate.agent_name ?? t('sales:rate.nobody')}</span>,
    },
    number('total'),
    number('confirmed'),
    number('corrected'),
    number('rejected'),
    {
      key: 'rate',
      title: t('sales:column.rate'),
      align: 'right',
      render: (_, rate) => <span className="number">{percent(rate.confirmed_rate)}</span>,
    },
  ];
  const total: SaleRate[] = all
    ? [{ ...all, of: { id: 'all', name: t('sales:rate.all') }, agent_name: null }]
    : [];
  return (
    <Table
      size="small"
      rowKey={(rate) => rate.of?.id ?? rate.agent_name ?? 'nobody'}
      columns={columns}
      dataSource={[...rows, ...total]}
      {...loadingTable(isLoading)}
      pagination={false}
    />
  );
}

/** A part of one in the reader's language; a dash where there is nothing. */
function usePercent(): (part: number | null) => string {
  const language = useLanguage();
  const format = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 });
  return (part) => (part === null ? '–' : format.format(part));
}
