// One row a scorecard: its state, its last version, its draft, where it is used.
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button, Popconfirm, Table, type TableColumnType } from 'antd';
import { useTranslation } from 'react-i18next';
import { beginDraftOf, cardsChanged, cardUsesQuery, retireCard } from '../../api/cards';
import type { Scorecard } from '../../api/types';
import { loadingTable } from '../../components/loadingTable';
import { Time } from '../../components/Time';
import { useProblemWords } from '../../components/ErrorNotice';
import { useSaidChange } from '../../components/useSaidChange';
import { useWorded } from '../../i18n/words';
import styles from '../builder/builder.module.css';
import { usePlaceWords } from './placeWords';

export function CardTable({ cards, isLoading }: { cards: Scorecard[]; isLoading: boolean }) {
  const { t } = useTranslation();
  const worded = useWorded();
  const uses = useQuery(cardUsesQuery).data?.items ?? [];
  const placeWords = usePlaceWords();
  const columns: TableColumnType<Scorecard>[] = [
    {
      key: 'title',
      title: t('cards:list.card'),
      render: (_, card) => (
        <>
          <Link to="/scorecards/$scorecardId" params={{ scorecardId: card.id }}>
            <strong>{worded(card.title) || card.key}</strong>
          </Link>{' '}
          <code className="muted">{card.key}</code>
        </>
      ),
    },
    { key: 'state', title: t('cards:list.state'), width: 130, render: (_, card) => <State card={card} /> },
    {
      key: 'version',
      title: t('cards:list.version'),
      width: 190,
      render: (_, { versions, items }) =>
        versions[0] ? (
          <>
            {t('cards:list.version_of', { number: versions[0].number, count: items ?? 0 })}{' '}
            <span className="muted">
              <Time at={versions[0].published_at} form="day" />
            </span>
          </>
        ) : (
          '–'
        ),
    },
    {
      key: 'draft',
      title: t('cards:list.draft'),
      width: 190,
      render: (_, { draft }) =>
        draft ? (
          <>
            {draft.changed_by?.name}{' '}
            <span className="muted">
              <Time at={draft.changed_at} />
            </span>
          </>
        ) : (
          '–'
        ),
    },
    {
      key: 'uses',
      title: t('cards:list.use'),
      render: (_, card) => {
        const own = uses.filter(({ scorecard_id }) => scorecard_id === card.id);
        return own.length === 0 ? <span className="muted">–</span> : own.map(placeWords).join(' · ');
      },
    },
    {
      key: 'actions',
      title: <span className="visually-hidden">{t('cards:list.actions')}</span>,
      width: 200,
      render: (_, card) => <CardActions card={card} />,
    },
  ];
  return (
    <Table<Scorecard>
      rowKey="id"
      size="small"
      dataSource={cards}
      columns={columns}
      {...loadingTable(isLoading)}
      pagination={false}
      scroll={{ x: 'max-content' }}
    />
  );
}

function State({ card }: { card: Scorecard }) {
  const { t } = useTranslation();
  if (card.retired) return <span className="tone">{t('cards:state.retired')}</span>;
  if (card.versions.length === 0) return <span className="tone tone-warning">{t('cards:state.draft')}</span>;
  return <span className="tone tone-good">{t('cards:state.published')}</span>;
}

/** To its draft, begun where there is none; out of use and back. */
export function CardActions({ card }: { card: Scorecard }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const wordsOf = useProblemWords();
  const open = () =>
    void navigate({ to: '/scorecards/$scorecardId/build', params: { scorecardId: card.id } });
  const begin = useSaidChange(() => beginDraftOf(card), cardsChanged, { onDone: open });
  const retire = useSaidChange((retired: boolean) => retireCard(card.id, retired), cardsChanged, {
    said: () => t(card.retired ? 'cards:list.restored' : 'cards:list.retired'),
  });
  const error = begin.error ?? retire.error;
  return (
    <span className={styles.line}>
      {error && <span className={styles.wrong}>{wordsOf(error)}</span>}
      <Button
        size="small"
        loading={begin.isPending}
        onClick={() => {
          if (card.draft) open();
          else begin.mutate(undefined);
        }}
      >
        {t(card.draft ? 'cards:list.go_on' : 'cards:list.edit')}
      </Button>
      {card.retired ? (
        <Button
          size="small"
          onClick={() => {
            retire.mutate(false);
          }}
        >
          {t('cards:list.restore')}
        </Button>
      ) : (
        card.versions.length > 0 && (
          <Popconfirm
            title={t('cards:list.confirm_retire')}
            okText={t('cards:list.retire')}
            cancelText={t('action.cancel')}
            onConfirm={() => {
              retire.mutate(true);
            }}
          >
            <Button size="small">{t('cards:list.retire')}</Button>
          </Popconfirm>
        )
      )}
    </span>
  );
}
