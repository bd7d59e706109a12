// The shelves: all, good cases, warnings, by topic, what newcomers begin with, by item of a scorecard; and,
// for whoever manages them, those that are closed.
import { PlusOutlined, SettingOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { caseShelvesQuery, librariesQuery } from '../../api/cases';
import type { CardShelf, CaseState, Library } from '../../api/caseShapes';
import { oneOf, type Search } from '../../app/search';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useWorded } from '../../i18n/words';
import styles from './cases.module.css';
import { narrowed } from './filter';
import { LibraryDialog } from './LibraryDialog';

type Props = {
  search: Search;
  /** Of which cases the items are listed. */
  state: CaseState;
  edits: boolean;
  onShow: (search: Search) => void;
};

export function Shelves({ search, state, edits, onShow }: Props) {
  const { t } = useTranslation();
  const worded = useWorded();
  const { data, error, refetch } = useQuery(librariesQuery);
  const [editing, setEditing] = useState<Library | 'new' | null>(null);
  const library = oneOf(search.library_id);
  const level = oneOf(search.level);
  const cards = useQuery(caseShelvesQuery(state)).data?.cards ?? [];
  const item = oneOf(search.item);
  const open = (data?.items ?? []).filter((one) => one.retired_at === null);
  const closed = (data?.items ?? []).filter((one) => one.retired_at !== null);
  const set = (part: Search) => {
    onShow(narrowed(search, { ...NO_SHELF, ...part }));
  };
  const shelf = (one: Library) => (
    <Shelf
      key={one.id}
      name={worded(one.name)}
      count={one.shelved}
      isHere={library === one.id}
      onOpen={() => {
        set({ library_id: one.id });
      }}
      {...(edits && {
        onEdit: () => {
          setEditing(one);
        },
      })}
    />
  );
  return (
    <nav className={styles.shelves} aria-label={t('cases:shelf.title')}>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      <ul>
        <Shelf
          name={t('cases:shelf.all')}
          isHere={library === undefined && level === undefined && item === undefined}
          onOpen={() => {
            set({});
          }}
        />
        {open.map(shelf)}
        <Shelf
          name={t('cases:shelf.newcomers')}
          isHere={library === undefined && level === 'newcomer'}
          onOpen={() => {
            set({ level: 'newcomer' });
          }}
        />
      </ul>
      {cards.length > 0 && <h2 className={styles.kind}>{t('cases:shelf.by_item')}</h2>}
      {cards.map((card) => (
        <CardItems
          key={card.scorecard_id}
          card={card}
          isOnly={cards.length === 1}
          chosen={library === undefined && level === undefined ? search : {}}
          onItem={set}
        />
      ))}
      {edits && closed.length > 0 && (
        <details className={styles.card}>
          <summary>{t('cases:shelf.closed')}</summary>
          <ul>{closed.map(shelf)}</ul>
        </details>
      )}
      {edits && (
        <Button
          size="small"
          icon={<PlusOutlined aria-hidden />}
          onClick={() => {
            setEditing('new');
          }}
        >
          {t('cases:shelf.new')}
        </Button>
      )}
      {editing !== null && (
        <LibraryDialog
          known={editing === 'new' ? null : editing}
          onClose={() => {
            setEditing(null);
          }}
        />
      )}
    </nav>
  );
}

/** What makes a shelf in the address. */
const NO_SHELF: Search = {
  library_id: undefined,
  level: undefined,
  scorecard_id: undefined,
  item: undefined,
};

type CardProps = {
  card: CardShelf;
  isOnly: boolean;
  /** The item that the list is narrowed to, where that is all that makes its shelf. */
  chosen: Search;
  onItem: (item: Search) => void;
};

function CardItems({ card: { scorecard_id, title, items }, isOnly, chosen, onItem }: CardProps) {
  const { t } = useTranslation();
  const worded = useWorded();
  const isChosen = oneOf(chosen.scorecard_id) === scorecard_id;
  return (
    <details className={styles.card} open={isOnly || isChosen}>
      <summary>{worded(title) || t('cases:shelf.card_gone')}</summary>
      <ul>
        {items.map((one) => (
          <Shelf
            key={one.item}
            name={worded(one.title) || one.item}
            count={one.cases}
            isHere={isChosen && oneOf(chosen.item) === one.item}
            onOpen={() => {
              onItem({ scorecard_id, item: one.item });
            }}
          />
        ))}
      </ul>
    </details>
  );
}

type ShelfProps = {
  name: string;
  count?: number;
  isHere: boolean;
  onOpen: () => void;
  onEdit?: () => void;
};

function Shelf({ name, count, isHere, onOpen, onEdit }: ShelfProps) {
  const { t } = useTranslation();
  return (
    <li className={styles.shelf}>
      <button type="button" aria-current={isHere || undefined} onClick={onOpen}>
        <span>{name}</span>
        {count !== undefined && <span className="number muted">{count}</span>}
      </button>
      {onEdit && (
        <Button
          size="small"
          type="text"
          icon={<SettingOutlined />}
          aria-label={t('cases:shelf.edit', { name })}
          title={t('cases:shelf.edit', { name })}
          onClick={onEdit}
        />
      )}
    </li>
  );
}
