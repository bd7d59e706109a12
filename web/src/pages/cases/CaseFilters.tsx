// What narrows the cases: words, level, language, queue, an item of a scorecard, a tag.
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { caseShelvesQuery } from '../../api/cases';
import type { CardShelf, CaseState } from '../../api/caseShapes';
import { directoryQuery } from '../../api/directory';
import { oneOf, type Search } from '../../app/search';
import { FindField } from '../../components/FindField';
import { TagPicker } from '../../components/TagPicker';
import { useWorded } from '../../i18n/words';
import styles from './cases.module.css';
import { itemKey, itemOf, narrowed } from './filter';
import { LEVELS } from './kinds';
import { SPOKEN } from './spoken';

type Props = {
  search: Search;
  /** Of which cases items and tags are offered. */
  state: CaseState;
  onShow: (search: Search) => void;
};

/** What the address holds, and what it is called. */
const SORTS = { '-changed_at': 'newest', changed_at: 'oldest' } as const;
const USUAL = '-changed_at';

export function CaseFilters({ search, state, onShow }: Props) {
  const { t } = useTranslation();
  const directory = useQuery(directoryQuery).data;
  const set = (part: Search) => {
    onShow(narrowed(search, part));
  };
  const shelves = useQuery(caseShelvesQuery(state)).data;
  return (
    <div className={styles.bar}>
      <FindField
        label={t('cases:filter.find')}
        value={oneOf(search.q)}
        className={styles.find}
        onFind={(q) => {
          set({ q });
        }}
      />
      <Select
        allowClear
        aria-label={t('cases:column.level')}
        placeholder={t('cases:column.level')}
        popupMatchSelectWidth={false}
        value={oneOf(search.level) ?? null}
        options={LEVELS.map((value) => ({ value, label: t(`cases:level.${value}`) }))}
        onChange={(level: string | undefined) => {
          set({ level });
        }}
      />
      <Select
        allowClear
        aria-label={t('cases:column.language')}
        placeholder={t('cases:column.language')}
        popupMatchSelectWidth={false}
        value={oneOf(search.language) ?? null}
        options={SPOKEN.map((value) => ({ value, label: t(`cases:language.${value}`) }))}
        onChange={(language: string | undefined) => {
          set({ language });
        }}
      />
      {directory && directory.queues.length > 0 && (
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          aria-label={t('cases:filter.queue')}
          placeholder={t('cases:filter.queue')}
          popupMatchSelectWidth={false}
          value={oneOf(search.queue_id) ?? null}
          options={directory.queues.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(queue: string | undefined) => {
            set({ queue_id: queue });
          }}
        />
      )}
      <ItemPicker cards={shelves?.cards ?? []} search={search} onItem={set} />
      <TagPicker
        tags={(shelves?.tags ?? []).map(({ tag }) => tag)}
        chosen={oneOf(search.tag)}
        onTag={(tag) => {
          set({ tag });
        }}
      />
      <Select
        aria-label={t('cases:filter.sort')}
        popupMatchSelectWidth={false}
        value={oneOf(search.sort) ?? USUAL}
        options={Object.entries(SORTS).map(([value, name]) => ({ value, label: t(`cases:sort.${name}`) }))}
        onChange={(sort) => {
          set({ sort: sort === USUAL ? undefined : sort });
        }}
      />
    </div>
  );
}

type ItemProps = { cards: readonly CardShelf[]; search: Search; onItem: (item: Search) => void };

/** By card, in the order of the card; one that is asked for is there, even if no case illustrates it. */
function ItemPicker({ cards, search, onItem }: ItemProps) {
  const { t } = useTranslation();
  const worded = useWorded();
  const [card, item] = [oneOf(search.scorecard_id), oneOf(search.item)];
  const chosen = card !== undefined && item !== undefined ? itemKey(card, item) : null;
  const groups = cards.map(({ scorecard_id, title, items }) => ({
    label: worded(title) || t('cases:shelf.card_gone'),
    options: items.map((one) => ({
      value: itemKey(scorecard_id, one.item),
      label: worded(one.title) || one.item,
    })),
  }));
  const isOffered = groups.some(({ options }) => options.some(({ value }) => value === chosen));
  const gone = chosen === null || isOffered ? [] : [{ value: chosen, label: item }];
  if (groups.length === 0 && gone.length === 0) return null;
  return (
    <Select
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      className={styles.pick ?? ''}
      aria-label={t('cases:filter.item')}
      placeholder={t('cases:filter.item')}
      popupMatchSelectWidth={false}
      value={chosen}
      options={[...groups, ...gone]}
      onChange={(key: string | undefined) => {
        onItem(itemOf(key));
      }}
    />
  );
}
