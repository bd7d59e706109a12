// What would be removed today: by which rule, what holds keep, and which calls first.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Popconfirm, Table, type TableColumnType } from 'antd';
import { useTranslation } from 'react-i18next';
import {
  type DueCall,
  previewQuery,
  type RetentionPreview,
  type RuleTotals,
  runsQuery,
  startRun,
} from '../../api/keeping';
import { oneOf, type Search } from '../../app/search';
import { Duration } from '../../components/Duration';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useHoldWords } from '../../components/keeping/useHoldWords';
import { useKeepingChange } from '../../components/keeping/useKeepingChange';
import { Pager } from '../../components/Pager';
import { Time } from '../../components/Time';
import { useCallsWords, useSumWords } from './dueWords';
import styles from './retention.module.css';
import { useKeepWords, useRuleName } from './ruleWords';
import { RunProgress } from './RunProgress';

type Props = { search: Search; onShow: (search: Search) => void };

export function NextTab({ search, onShow }: Props) {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useQuery(previewQuery(oneOf(search.cursor) ?? null));
  const running = useQuery(runsQuery({ limit: 1 })).data?.items.find(({ state }) => state === 'running');
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  return (
    <>
      {running && <RunProgress run={running} onEnd={() => void refetch()} />}
      {data && data.calls_due === 0 && data.contacts_due === 0 && data.held.length === 0 ? (
        <EmptyState title={t('keeping:due.none')} hint={t('keeping:due.none_hint')} />
      ) : (
        <>
          {data && <Sum preview={data} isRunning={running !== undefined} />}
          {data && <ByRule preview={data} />}
          {data && data.held.length > 0 && <HeldBack preview={data} />}
          {data?.calls_due !== 0 && (
            <section className={styles.section}>
              <h2>{t('keeping:due.first')}</h2>
              <DueCalls calls={data?.calls.items ?? []} isLoading={isPending} />
            </section>
          )}
        </>
      )}
      {data && <Pager search={search} next={data.calls.next ?? null} onShow={onShow} />}
    </>
  );
}

function Sum({ preview, isRunning }: { preview: RetentionPreview; isRunning: boolean }) {
  const { t } = useTranslation();
  const callsWords = useCallsWords();
  const { bytes } = useSumWords();
  const start = useKeepingChange(startRun, { said: () => t('keeping:due.started_run') });
  const calls = callsWords(preview.calls_due);
  return (
    <div className={styles.bar}>
      <strong>{t('keeping:due.sum', { calls, bytes: bytes(preview.bytes_due) })}</strong>
      {preview.contacts_due > 0 && <span>{t('keeping:due.contacts', { count: preview.contacts_due })}</span>}
      <span className={styles.spring} />
      {start.error && <ErrorNotice error={start.error} />}
      <Popconfirm
        title={t('keeping:due.remove_confirm', { calls })}
        okText={t('keeping:due.remove')}
        okButtonProps={{ danger: true }}
        cancelText={t('action.cancel')}
        onConfirm={() => {
          start.mutate(undefined);
        }}
      >
        <Button
          danger
          disabled={isRunning || preview.calls_due + preview.contacts_due === 0}
          loading={start.isPending}
        >
          {t('keeping:due.remove')}
        </Button>
      </Popconfirm>
    </div>
  );
}

function ByRule({ preview }: { preview: RetentionPreview }) {
  const { t } = useTranslation();
  const ruleName = useRuleName();
  const keepWords = useKeepWords();
  const { bytes } = useSumWords();
  const columns: TableColumnType<RuleTotals>[] = [
    { key: 'rule', title: t('keeping:due.rule'), render: (_, { rule }) => ruleName(rule) },
    { key: 'keeps', title: t('keeping:rule.keeps'), render: (_, { keep_days }) => keepWords(keep_days) },
    {
      key: 'calls',
      title: t('keeping:due.calls_column'),
      align: 'right',
      render: (_, { calls }) => <span className="number">{calls}</span>,
    },
    {
      key: 'size',
      title: t('keeping:due.size'),
      align: 'right',
      render: (_, one) => <span className="number">{bytes(one.bytes)}</span>,
    },
    {
      key: 'oldest',
      title: t('keeping:due.oldest'),
      render: (_, { oldest }) => <Time at={oldest} form="day" />,
    },
  ];
  return (
    <section className={styles.section}>
      <h2>{t('keeping:due.by_rule')}</h2>
      <div className={styles.table}>
        <Table<RuleTotals>
          rowKey={({ rule }) => `${rule.kind} ${rule.id ?? ''}`}
          size="small"
          dataSource={preview.rules}
          columns={columns}
          pagination={false}
        />
      </div>
    </section>
  );
}

function HeldBack({ preview }: { preview: RetentionPreview }) {
  const words = useHoldWords();
  const { t } = useTranslation();
  const callsWords = useCallsWords();
  return (
    <section className={styles.section}>
      <h2>{t('keeping:due.held')}</h2>
      <p className="muted">{t('keeping:due.held_hint')}</p>
      <ul>
        {preview.held.map(({ hold, calls }) => (
          <li key={hold.id}>
            {callsWords(calls)} · {t(hold.kind === 'legal' ? 'keeping:hold.legal' : 'keeping:hold.keep')} ·{' '}
            {words.reason(hold)} · {words.owner(hold)}
          </li>
        ))}
      </ul>
    </section>
  );
}

function DueCalls({ calls, isLoading }: { calls: DueCall[]; isLoading: boolean }) {
  const { t } = useTranslation();
  const ruleName = useRuleName();
  const columns: TableColumnType<DueCall>[] = [
    {
      key: 'started',
      title: t('keeping:due.started'),
      render: (_, { id, started_at }) => (
        <Link to="/calls/$callId" params={{ callId: id }}>
          <Time at={started_at} />
        </Link>
      ),
    },
    {
      key: 'length',
      title: t('keeping:due.length'),
      align: 'right',
      render: (_, { duration_ms }) => duration_ms > 0 && <Duration ms={duration_ms} />,
    },
    { key: 'source', title: t('keeping:due.source'), render: (_, { source }) => source },
    { key: 'project', title: t('keeping:due.project'), render: (_, { project }) => project?.name },
    { key: 'disposition', title: t('keeping:due.disposition'), render: (_, { disposition }) => disposition },
    { key: 'rule', title: t('keeping:due.rule'), render: (_, { rule }) => ruleName(rule) },
    {
      key: 'through',
      title: t('keeping:due.through'),
      render: (_, { through }) => <span className="number">{through}</span>,
    },
  ];
  return (
    <div className={styles.table}>
      <Table<DueCall>
        rowKey="id"
        size="small"
        dataSource={calls}
        columns={columns}
        loading={isLoading}
        pagination={false}
      />
    </div>
  );
}
