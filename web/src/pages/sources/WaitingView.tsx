// What came and waits for something else: descriptions for their audio, legs for their other.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  forgetSidecar,
  legsQuery,
  sidecarsQuery,
  type WaitingLeg,
  type WaitingSidecar,
} from '../../api/sources';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Pager } from '../../components/Pager';
import { Time } from '../../components/Time';
import styles from './sources.module.css';
import { useSourceChange } from './useSourceChange';

type Props = { sourceId: string; mayManage: boolean };

export function WaitingView(props: Props) {
  const { t } = useTranslation();
  const sidecars = useQuery(sidecarsQuery(props.sourceId, undefined));
  const legs = useQuery(legsQuery(props.sourceId, undefined));
  if (sidecars.data?.total === 0 && legs.data?.total === 0) {
    return <EmptyState title={t('sources:waiting.none')} hint={t('sources:waiting.none_hint')} />;
  }
  return (
    <>
      {sidecars.data?.total !== 0 && <Sidecars {...props} />}
      {legs.data?.total !== 0 && <Legs {...props} />}
    </>
  );
}

function Sidecars({ sourceId, mayManage }: Props) {
  const { t } = useTranslation();
  const [cursor, setCursor] = useState<string>();
  const { data, error, isPending, refetch } = useQuery(sidecarsQuery(sourceId, cursor));
  const forget = useSourceChange((id: string) => forgetSidecar(sourceId, id), {
    said: () => t('sources:waiting.forgotten'),
  });
  return (
    <section className={styles.listed} aria-label={t('sources:waiting.sidecars_title')}>
      <h2>{t('sources:waiting.sidecars_title')}</h2>
      <p className="muted">{t('sources:waiting.sidecars_hint')}</p>
      {(error ?? forget.error) && (
        <ErrorNotice error={error ?? forget.error} onRetry={() => void refetch()} />
      )}
      <div className={styles.table}>
        <Table<WaitingSidecar>
          rowKey="id"
          size="small"
          loading={isPending}
          dataSource={data?.items ?? []}
          pagination={false}
          columns={[
            {
              key: 'name',
              title: t('sources:waiting.name'),
              render: (_, { name }) => name ?? <span className="muted">{t('sources:waiting.hidden')}</span>,
            },
            {
              key: 'since',
              title: t('sources:waiting.since'),
              render: (_, { created_at, is_overdue }) => (
                <>
                  <Time at={created_at} />{' '}
                  {is_overdue && <span className="tone tone-warning">{t('sources:waiting.overdue')}</span>}
                </>
              ),
            },
            {
              key: 'until',
              title: t('sources:waiting.until'),
              render: (_, { until }) => <Time at={until} />,
            },
            {
              key: 'actions',
              title: <span className="visually-hidden">{t('watching:column.actions')}</span>,
              render: (_, { id }) =>
                mayManage && (
                  <Button
                    size="small"
                    onClick={() => {
                      forget.mutate(id);
                    }}
                  >
                    {t('sources:waiting.forget')}
                  </Button>
                ),
            },
          ]}
        />
      </div>
      <Pager search={{ cursor }} next={data?.next ?? null} onShow={pageOf(setCursor)} />
    </section>
  );
}

function Legs({ sourceId }: Props) {
  const { t } = useTranslation();
  const [cursor, setCursor] = useState<string>();
  const { data, error, isPending, refetch } = useQuery(legsQuery(sourceId, cursor));
  return (
    <section className={styles.listed} aria-label={t('sources:waiting.legs_title')}>
      <h2>{t('sources:waiting.legs_title')}</h2>
      <p className="muted">{t('sources:waiting.legs_hint')}</p>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      <div className={styles.table}>
        <Table<WaitingLeg>
          rowKey="recording_id"
          size="small"
          loading={isPending}
          dataSource={data?.items ?? []}
          pagination={false}
          columns={[
            {
              key: 'name',
              title: t('sources:waiting.name'),
              render: (_, { name }) => name ?? <span className="muted">{t('sources:waiting.hidden')}</span>,
            },
            {
              key: 'side',
              title: t('sources:waiting.side'),
              render: (_, { side }) => t(`sources:role.${side ?? 'none'}`),
            },
            {
              key: 'since',
              title: t('sources:waiting.since'),
              render: (_, { created_at }) => <Time at={created_at} />,
            },
            {
              key: 'call',
              title: <span className="visually-hidden">{t('watching:column.actions')}</span>,
              render: (_, { call_id }) => (
                <Link to="/calls/$callId" params={{ callId: call_id }}>
                  {t('watching:open_call')}
                </Link>
              ),
            },
          ]}
        />
      </div>
      <Pager search={{ cursor }} next={data?.next ?? null} onShow={pageOf(setCursor)} />
    </section>
  );
}

function pageOf(show: (cursor: string | undefined) => void) {
  return ({ cursor }: { cursor?: string | string[] | undefined }) => {
    show(typeof cursor === 'string' ? cursor : undefined);
  };
}
