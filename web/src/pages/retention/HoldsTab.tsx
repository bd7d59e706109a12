// The holds: what each keeps, why, who answers for it, and since when.
import { useQuery } from '@tanstack/react-query';
import { Checkbox, Table, type TableColumnType } from 'antd';
import { useTranslation } from 'react-i18next';
import { type Hold, holdsQuery } from '../../api/keeping';
import { oneOf, type Search } from '../../app/search';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useHoldWords } from '../../components/keeping/useHoldWords';
import { LiftButton } from '../../components/keeping/LiftButton';
import { Pager } from '../../components/Pager';
import { Time, useInstant } from '../../components/Time';
import styles from './retention.module.css';
import { daysSince } from './sizes';

type Props = { search: Search; onShow: (search: Search) => void };

export function HoldsTab({ search, onShow }: Props) {
  const { t } = useTranslation();
  const all = oneOf(search.all) === 'true';
  const query = { all, cursor: oneOf(search.cursor) };
  const { data, dataUpdatedAt, error, isPending, refetch } = useQuery(holdsQuery(query));
  const columns = useColumns(dataUpdatedAt);
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <div className={styles.bar}>
        <Checkbox
          checked={all}
          onChange={(event) => {
            onShow({ tab: 'holds', all: event.target.checked ? 'true' : undefined });
          }}
        >
          {t('keeping:hold.with_lifted')}
        </Checkbox>
      </div>
      {data?.items.length === 0 ? (
        <EmptyState title={t('keeping:hold.none')} hint={t('keeping:hold.none_hint')} />
      ) : (
        <div className={styles.table}>
          <Table<Hold>
            rowKey="id"
            size="small"
            dataSource={data?.items ?? []}
            columns={columns}
            loading={isPending}
            pagination={false}
            rowClassName={({ lifted_at }) => (lifted_at ? (styles.gone ?? '') : '')}
          />
        </div>
      )}
      {data && <Pager search={search} next={data.next} onShow={onShow} />}
    </>
  );
}

/** Ages are counted up to `now_ms`, when the list was read. */
function useColumns(now_ms: number): TableColumnType<Hold>[] {
  const { t } = useTranslation();
  return [
    {
      key: 'kind',
      title: t('keeping:hold.kind'),
      width: 130,
      render: (_, { kind }) => (
        <span className={kind === 'legal' ? 'tone tone-warning' : 'tone'}>
          {t(kind === 'legal' ? 'keeping:hold.legal' : 'keeping:hold.keep')}
        </span>
      ),
    },
    { key: 'reason', title: t('keeping:hold.reason'), render: (_, hold) => <Reason hold={hold} /> },
    {
      key: 'owner',
      title: t('keeping:hold.owner'),
      render: (_, hold) => <Owner hold={hold} />,
    },
    {
      key: 'calls',
      title: t('keeping:hold.calls'),
      align: 'right',
      width: 90,
      render: (_, { calls }) => <span className="number">{calls}</span>,
    },
    {
      key: 'since',
      title: t('keeping:hold.since'),
      render: (_, hold) => <Since hold={hold} now_ms={now_ms} />,
    },
    {
      key: 'actions',
      title: <span className="visually-hidden">{t('keeping:rule.actions')}</span>,
      width: 100,
      render: (_, { id, lifted_at, origin }) => (
        <div className={styles.actions}>{!lifted_at && origin === 'person' && <LiftButton id={id} />}</div>
      ),
    },
  ];
}

function Owner({ hold }: { hold: Hold }) {
  return useHoldWords().owner(hold);
}

function Reason({ hold }: { hold: Hold }) {
  const { t } = useTranslation();
  const words = useHoldWords();
  const instant = useInstant();
  return (
    <>
      {words.reason(hold)}
      {hold.lifted_at && (
        <div className="muted">
          {t('keeping:hold.lifted_state', {
            day: instant(hold.lifted_at, 'day'),
            name: hold.lifted_by?.name ?? t('keeping:hold.nobody'),
            reason: hold.lift_reason ?? '',
          })}
        </div>
      )}
    </>
  );
}

function Since({ hold, now_ms }: { hold: Hold; now_ms: number }) {
  const { t } = useTranslation();
  const days = daysSince(hold.placed_at, now_ms);
  return (
    <>
      <Time at={hold.placed_at} form="day" />{' '}
      <span className="muted">
        {days === 0 ? t('keeping:hold.today') : t('keeping:hold.age', { count: days })}
      </span>
    </>
  );
}
