// The shelves: all, good cases, warnings, by topic, and what newcomers begin with.
import { PlusOutlined, SettingOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { librariesQuery } from '../../api/cases';
import type { Library } from '../../api/caseShapes';
import { oneOf, type Search } from '../../app/search';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useWorded } from '../../i18n/words';
import styles from './cases.module.css';
import { narrowed } from './filter';
import { LibraryDialog } from './LibraryDialog';

type Props = { search: Search; edits: boolean; onShow: (search: Search) => void };

export function Shelves({ search, edits, onShow }: Props) {
  const { t } = useTranslation();
  const worded = useWorded();
  const { data, error, refetch } = useQuery(librariesQuery);
  const [editing, setEditing] = useState<Library | 'new' | null>(null);
  const library = oneOf(search.library_id);
  const level = oneOf(search.level);
  const shelves = (data?.items ?? []).filter((one) => one.retired_at === null);
  const set = (part: Search) => {
    onShow(narrowed(search, { library_id: undefined, level: undefined, ...part }));
  };
  return (
    <nav className={styles.shelves} aria-label={t('cases:shelf.title')}>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      <ul>
        <Shelf
          name={t('cases:shelf.all')}
          isHere={library === undefined && level === undefined}
          onOpen={() => {
            set({});
          }}
        />
        {shelves.map((one) => (
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
        ))}
        <Shelf
          name={t('cases:shelf.newcomers')}
          isHere={library === undefined && level === 'newcomer'}
          onOpen={() => {
            set({ level: 'newcomer' });
          }}
        />
      </ul>
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
