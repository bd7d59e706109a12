// What narrows the cases: words, level, language, queue, an item of a scorecard.
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { directoryQuery } from '../../api/directory';
import { oneOf, type Search } from '../../app/search';
import styles from './cases.module.css';
import { narrowed } from './filter';
import { LEVELS } from './kinds';
import { SPOKEN } from './spoken';

type Props = { search: Search; onShow: (search: Search) => void };

/** What the address holds, and what it is called. */
const SORTS = { '-changed_at': 'newest', changed_at: 'oldest' } as const;
const USUAL = '-changed_at';

export function CaseFilters({ search, onShow }: Props) {
  const { t } = useTranslation();
  const directory = useQuery(directoryQuery).data;
  const set = (part: Search) => {
    onShow(narrowed(search, part));
  };
  const item = oneOf(search.item);
  const tag = oneOf(search.tag);
  return (
    <div className={styles.bar}>
      <Input.Search
        key={oneOf(search.q) ?? ''}
        allowClear
        className={styles.find ?? ''}
        defaultValue={oneOf(search.q) ?? ''}
        placeholder={t('cases:filter.find')}
        aria-label={t('cases:filter.find')}
        onSearch={(q) => {
          set({ q: q.trim() || undefined });
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
      <Select
        aria-label={t('cases:filter.sort')}
        popupMatchSelectWidth={false}
        value={oneOf(search.sort) ?? USUAL}
        options={Object.entries(SORTS).map(([value, name]) => ({ value, label: t(`cases:sort.${name}`) }))}
        onChange={(sort) => {
          set({ sort: sort === USUAL ? undefined : sort });
        }}
      />
      {item !== undefined && (
        <Button
          onClick={() => {
            set({ item: undefined, scorecard_id: undefined });
          }}
        >
          {t('cases:filter.any_item')}
        </Button>
      )}
      {tag !== undefined && (
        <Button
          onClick={() => {
            set({ tag: undefined });
          }}
        >
          {t('cases:filter.without_tag', { tag })}
        </Button>
      )}
    </div>
  );
}
