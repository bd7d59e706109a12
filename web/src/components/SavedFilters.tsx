// Filters under a name: one's own, and those of one's team.
import { DeleteOutlined, StarOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Popover } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { deleteFilter, type FilteredPage, filtersQuery } from '../api/filters';
import type { SavedFilter } from '../api/types';
import { parseSearch, type Search } from '../app/search';
import { useProblemWords } from './ErrorNotice';
import { SaveFilterForm } from './SaveFilterForm';
import styles from './savedFilters.module.css';

type Props = {
  page: FilteredPage;
  /** The filter at hand, as text; empty where there is nothing to save. */
  query: string;
  onApply: (search: Search) => void;
};

export function SavedFilters({ page, query, onApply }: Props) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const { data } = useQuery(filtersQuery(page));
  const filters = data?.items ?? [];
  const content = (
    <div className={styles.saved}>
      {filters.length === 0 && <p className="muted">{t('calls:saved.none')}</p>}
      <ul>
        {filters.map((filter) => (
          <SavedEntry
            key={filter.id}
            filter={filter}
            onApply={() => {
              setIsOpen(false);
              onApply(parseSearch(filter.query));
            }}
          />
        ))}
      </ul>
      {query !== '' && <SaveFilterForm page={page} query={query} />}
    </div>
  );
  return (
    <Popover trigger="click" placement="bottomLeft" open={isOpen} onOpenChange={setIsOpen} content={content}>
      <Button icon={<StarOutlined aria-hidden />}>{t('calls:saved.title')}</Button>
    </Popover>
  );
}

function SavedEntry({ filter, onApply }: { filter: SavedFilter; onApply: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const wordsOf = useProblemWords();
  const queryClient = useQueryClient();
  const deleting = useMutation({
    mutationFn: () => deleteFilter(filter.id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['filters'] }),
    onError: (error) => void message.error(wordsOf(error)),
  });
  return (
    <li>
      <button type="button" className={styles.savedName} onClick={onApply}>
        {filter.name}
        {filter.team && (
          <span className="muted">
            {t('calls:saved.of_team', { team: filter.team.name, owner: filter.owner.name })}
          </span>
        )}
      </button>
      {filter.mine && (
        <Button
          type="text"
          size="small"
          icon={<DeleteOutlined aria-hidden />}
          loading={deleting.isPending}
          title={t('calls:saved.delete', { name: filter.name })}
          aria-label={t('calls:saved.delete', { name: filter.name })}
          onClick={() => {
            deleting.mutate();
          }}
        />
      )}
    </li>
  );
}
