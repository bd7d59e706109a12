// Customers who asked to be erased: how far each request is, what it waits for, and its report.
import { useQuery } from '@tanstack/react-query';
import { Button, Popconfirm, Table, type TableColumnType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Erasure, erasuresQuery, withdrawErasure } from '../../api/keeping';
import { oneOf, type Search } from '../../app/search';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useHoldWords } from '../../components/keeping/useHoldWords';
import { useKeepingChange } from '../../components/keeping/useKeepingChange';
import { Pager } from '../../components/Pager';
import { Time } from '../../components/Time';
import { useCallsWords } from './dueWords';
import { RequestDialog } from './RequestDialog';
import styles from './retention.module.css';

type Props = { search: Search; onShow: (search: Search) => void };

const TONES: Record<string, string> = {
  running: 'tone',
  waiting: 'tone tone-warning',
  done: 'tone tone-good',
  withdrawn: 'tone',
};

export function RequestsTab({ search, onShow }: Props) {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useQuery(erasuresQuery({ cursor: oneOf(search.cursor) }));
  const [isAsking, setIsAsking] = useState(false);
  const columns = useColumns();
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  const enter = (
    <Button
      type="primary"
      onClick={() => {
        setIsAsking(true);
      }}
    >
      {t('keeping:request.new')}
    </Button>
  );
  return (
    <>
      {data?.items.length === 0 ? (
        <EmptyState title={t('keeping:request.none')} hint={t('keeping:request.none_hint')}>
          {enter}
        </EmptyState>
      ) : (
        <>
          <div className={styles.bar}>{enter}</div>
          <div className={styles.table}>
            <Table<Erasure>
              rowKey="id"
              size="small"
              dataSource={data?.items ?? []}
              columns={columns}
              loading={isPending}
              pagination={false}
            />
          </div>
        </>
      )}
      {data && <Pager search={search} next={data.next} onShow={onShow} />}
      <RequestDialog
        isOpen={isAsking}
        onClose={() => {
          setIsAsking(false);
        }}
      />
    </>
  );
}

function useColumns(): TableColumnType<Erasure>[] {
  const { t } = useTranslation();
  return [
    {
      key: 'number',
      title: t('keeping:request.number'),
      render: (_, { masked_number }) => <span className="number">{masked_number}</span>,
    },
    { key: 'reference', title: t('keeping:request.reference'), render: (_, { reference }) => reference },
    {
      key: 'state',
      title: t('keeping:request.state'),
      render: (_, erasure) => (
        <>
          <span className={TONES[erasure.state] ?? 'tone'}>{t(`keeping:request.${stateOf(erasure)}`)}</span>
          <WaitsFor erasure={erasure} />
        </>
      ),
    },
    {
      key: 'removed',
      title: t('keeping:request.removed'),
      align: 'right',
      render: (_, erasure) => (
        <>
          <span className="number">
            {t('keeping:request.of', { removed: erasure.removed, found: erasure.found })}
          </span>
          <Also erasure={erasure} />
        </>
      ),
    },
    {
      key: 'asked',
      title: t('keeping:request.asked'),
      render: (_, { requested_at, requested_by }) => (
        <>
          <Time at={requested_at} /> <span className="muted">{requested_by?.name}</span>
        </>
      ),
    },
    {
      key: 'ended',
      title: t('keeping:request.ended'),
      render: (_, { finished_at }) => <Time at={finished_at} />,
    },
    {
      key: 'actions',
      title: <span className="visually-hidden">{t('keeping:rule.actions')}</span>,
      width: 110,
      render: (_, erasure) => !erasure.finished_at && <Withdraw id={erasure.id} />,
    },
  ];
}

function stateOf({ state }: Erasure): 'running' | 'waiting' | 'done' | 'withdrawn' {
  return state === 'waiting' || state === 'done' || state === 'withdrawn' ? state : 'running';
}

function WaitsFor({ erasure }: { erasure: Erasure }) {
  const { t } = useTranslation();
  const words = useHoldWords();
  const callsWords = useCallsWords();
  if (erasure.waits_for.length === 0) return null;
  return (
    <div className="muted">
      {t('keeping:request.waits_for', { calls: callsWords(erasure.held) })}{' '}
      {erasure.waits_for
        .map((hold) => t('keeping:request.hold_of', { reason: words.reason(hold), name: words.owner(hold) }))
        .join(', ')}
    </div>
  );
}

/** What the request found outside calls. */
function Also({ erasure: { descriptions, files, imports, contacts } }: { erasure: Erasure }) {
  const { t } = useTranslation();
  const what = [
    contacts > 0 && t('keeping:request.also_contacts', { count: contacts }),
    descriptions > 0 && t('keeping:request.also_descriptions', { count: descriptions }),
    files > 0 && t('keeping:request.also_files', { count: files }),
    imports > 0 && t('keeping:request.also_imports', { count: imports }),
  ].filter(Boolean);
  if (what.length === 0) return null;
  return <div className="muted">{t('keeping:request.also', { what: what.join(' · ') })}</div>;
}

function Withdraw({ id }: { id: string }) {
  const { t } = useTranslation();
  const withdraw = useKeepingChange(withdrawErasure, { said: () => t('keeping:request.withdrawn_said') });
  return (
    <div className={styles.actions}>
      {withdraw.error && <ErrorNotice error={withdraw.error} />}
      <Popconfirm
        title={t('keeping:request.withdraw_confirm')}
        okText={t('keeping:request.withdraw')}
        cancelText={t('action.cancel')}
        onConfirm={() => {
          withdraw.mutate(id);
        }}
      >
        <Button size="small">{t('keeping:request.withdraw')}</Button>
      </Popconfirm>
    </div>
  );
}
