// Which card for which queue, project and purpose; the most specific rule wins.
import { useQuery } from '@tanstack/react-query';
import { Button, Select, Table, type TableColumnType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cardsChanged, type CardUse, cardUsesQuery, deleteCardUse, putCardUse } from '../../api/cards';
import { directoryQuery } from '../../api/directory';
import type { Scorecard } from '../../api/types';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { loadingTable } from '../../components/loadingTable';
import { useSaidChange } from '../../components/useSaidChange';
import { useWorded } from '../../i18n/words';
import styles from '../builder/builder.module.css';
import { usePlaceWords } from './placeWords';

const PURPOSES = [
  'quality',
  'verification',
  'beside',
  'live',
  'text',
  'calibration',
  'self',
  'training',
] as const;
const ANY = 'any';

export function UsesView({ cards }: { cards: Scorecard[] }) {
  const { t } = useTranslation();
  const worded = useWorded();
  const placeWords = usePlaceWords();
  const { data, error, isPending, refetch } = useQuery(cardUsesQuery);
  const remove = useSaidChange(deleteCardUse, cardsChanged, { said: () => t('cards:use.removed') });
  const nameOf = (id: string) => {
    const card = cards.find((one) => one.id === id);
    return worded(card?.title) || card?.key || '';
  };
  const columns: TableColumnType<CardUse>[] = [
    { key: 'place', title: t('cards:use.place'), render: (_, use) => placeWords(use) },
    { key: 'card', title: t('cards:list.card'), render: (_, use) => nameOf(use.scorecard_id) },
    {
      key: 'actions',
      title: <span className="visually-hidden">{t('cards:list.actions')}</span>,
      width: 180,
      render: (_, { id }) =>
        id ? (
          <Button
            size="small"
            onClick={() => {
              remove.mutate(id);
            }}
          >
            {t('cards:use.remove')}
          </Button>
        ) : (
          <span className="muted">{t('cards:use.with_project')}</span>
        ),
    },
  ];
  const rows = data?.items ?? [];
  return (
    <>
      <p className="muted">{t('cards:use.hint')}</p>
      <NewUse cards={cards.filter((card) => !card.retired && card.versions.length > 0)} />
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {remove.error && <ErrorNotice error={remove.error} />}
      {!isPending && rows.length === 0 ? (
        <EmptyState title={t('cards:use.empty')} hint={t('cards:use.empty_hint')} />
      ) : (
        <Table<CardUse>
          rowKey={(use) => use.id ?? use.project?.id ?? ''}
          size="small"
          dataSource={rows}
          columns={columns}
          {...loadingTable(isPending)}
          pagination={false}
        />
      )}
    </>
  );
}

function NewUse({ cards }: { cards: Scorecard[] }) {
  const { t } = useTranslation();
  const worded = useWorded();
  const directory = useQuery(directoryQuery).data;
  const [place, setPlace] = useState(ANY);
  const [purpose, setPurpose] = useState(ANY);
  const [card, setCard] = useState<string | null>(null);
  const put = useSaidChange(putCardUse, cardsChanged, { said: () => t('cards:use.set') });
  const places = [
    { value: ANY, label: t('cards:use.everywhere') },
    ...(directory?.projects ?? []).map(({ id, name }) => ({
      value: `project:${id}`,
      label: t('cards:use.of_project', { name }),
    })),
    ...(directory?.queues ?? []).map(({ id, name }) => ({
      value: `queue:${id}`,
      label: t('cards:use.of_queue', { name }),
    })),
  ];
  const idOf = (kind: string) => (place.startsWith(`${kind}:`) ? place.slice(kind.length + 1) : null);
  return (
    <div className={styles.bar}>
      <Select
        className={styles.wide ?? ''}
        aria-label={t('cards:use.place')}
        showSearch={{ optionFilterProp: 'label' }}
        value={place}
        options={places}
        onChange={setPlace}
      />
      <Select
        className={styles.choice ?? ''}
        aria-label={t('cards:use.purpose')}
        value={purpose}
        options={[
          { value: ANY, label: t('cards:use.any_purpose') },
          ...PURPOSES.map((value) => ({ value, label: t(`cards:purpose.${value}`) })),
        ]}
        onChange={setPurpose}
      />
      <Select
        className={styles.wide ?? ''}
        aria-label={t('cards:list.card')}
        placeholder={t('cards:list.card')}
        value={card}
        options={cards.map(({ id, title, key }) => ({ value: id, label: worded(title) || key }))}
        onChange={setCard}
      />
      <Button
        type="primary"
        disabled={card === null}
        loading={put.isPending}
        onClick={() => {
          if (card === null) return;
          put.mutate({
            scorecard_id: card,
            project_id: idOf('project'),
            queue_id: idOf('queue'),
            purpose: purpose === ANY ? null : purpose,
          });
        }}
      >
        {t('cards:use.save')}
      </Button>
      {put.error && <ErrorNotice error={put.error} />}
    </div>
  );
}
