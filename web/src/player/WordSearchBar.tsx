// The search field above the words of a call: how many hits, which one, the next and the one before.
import { DownOutlined, SearchOutlined, UpOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemWords } from '../components/ErrorNotice';
import { WORD_SEARCH_FIELD, type WordSearch } from './useWordSearch';

export function WordSearchBar({ search }: { search: WordSearch }) {
  const { t } = useTranslation('search');
  const [typed, setTyped] = useState(search.text);
  const problemWords = useProblemWords();

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    // Enter that ends a Chinese word belongs to the input method.
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      if (typed.trim() !== search.text) search.find(typed.trim());
      else search.step(event.shiftKey ? -1 : 1);
    }
    if (event.key === 'Escape') {
      event.stopPropagation();
      setTyped('');
      search.find('');
      event.currentTarget.blur();
    }
  }

  const trouble = search.error && problemWords(search.error);
  return (
    <div className="word-search" role="search">
      <Input
        id={WORD_SEARCH_FIELD}
        size="small"
        allowClear
        maxLength={200}
        prefix={<SearchOutlined aria-hidden />}
        aria-label={t('in_call.find')}
        placeholder={t('in_call.find_hint')}
        value={typed}
        {...(trouble && { status: 'error' as const })}
        onChange={(event) => {
          setTyped(event.target.value);
          if (event.target.value === '') search.find('');
        }}
        onKeyDown={onKeyDown}
      />
      <span className="word-search-count number" role="status">
        {trouble ?? <Count search={search} />}
      </span>
      <Step search={search} by={-1} />
      <Step search={search} by={1} />
    </div>
  );
}

function Count({ search }: { search: WordSearch }) {
  const { t } = useTranslation('search');
  if (search.text === '' || search.isFinding) return null;
  if (search.hits.length === 0) return t('in_call.none');
  return t('in_call.count', { place: search.place + 1, total: search.total });
}

function Step({ search, by }: { search: WordSearch; by: 1 | -1 }) {
  const { t } = useTranslation('search');
  const word = by > 0 ? t('in_call.next') : t('in_call.previous');
  return (
    <Button
      size="small"
      type="text"
      disabled={search.hits.length === 0}
      icon={by > 0 ? <DownOutlined /> : <UpOutlined />}
      title={word}
      aria-label={word}
      onClick={() => {
        search.step(by);
      }}
    />
  );
}
