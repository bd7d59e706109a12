// The stock phrases that everybody uses, item by item.
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Select, Table, type TableColumnType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type AnswerCard,
  changePhrase,
  deletePhrase,
  phrasesChanged,
  phrasesQuery,
  type StockPhrase,
  writePhrase,
} from '../../api/desk';
import type { Search } from '../../app/search';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { loadingTable } from '../../components/loadingTable';
import { useSaidChange } from '../../components/useSaidChange';
import { useWorded } from '../../i18n/words';
import styles from './answers.module.css';
import { ItemChoice, useChosenItem } from './ItemChoice';

const PHRASE_MOST = 500;

type Item = AnswerCard['questions'][number];
type Props = { search: Search; onShow: (search: Search) => void };

export function PhrasesTab({ search, onShow }: Props) {
  const { t } = useTranslation();
  const chosen = useChosenItem(search);
  const { card, item } = chosen;
  return (
    <>
      <p className={`muted ${styles.hint}`}>{t('answers:phrase.hint')}</p>
      <div className={styles.bar}>
        <ItemChoice
          chosen={chosen}
          onChange={(part) => {
            onShow({ ...search, ...part });
          }}
        />
      </div>
      {card && item ? (
        <PhrasesOf key={`${card.id} ${item.key}`} card={card} item={item} />
      ) : (
        <EmptyState title={t('answers:phrase.choose')} />
      )}
    </>
  );
}

function PhrasesOf({ card, item }: { card: AnswerCard; item: Item }) {
  const { t } = useTranslation();
  const worded = useWorded();
  const { data, error, isPending, refetch } = useQuery(phrasesQuery(card.id));
  const remove = useSaidChange(deletePhrase, phrasesChanged, { said: () => t('answers:phrase.removed') });
  const phrases = (data?.items ?? []).filter((phrase) => phrase.is_shared && phrase.question === item.key);
  const titleOf = (option: string | null | undefined) =>
    worded(item.options.find(({ key }) => key === option)?.title) || (option ?? t('answers:phrase.any'));
  const columns: TableColumnType<StockPhrase>[] = [
    {
      key: 'option',
      title: t('answers:phrase.option'),
      width: 180,
      render: (_, { option }) => titleOf(option),
    },
    { key: 'text', title: t('answers:phrase.text'), render: (_, phrase) => <Text phrase={phrase} /> },
    {
      key: 'actions',
      title: <span className="visually-hidden">{t('answers:list.actions')}</span>,
      width: 120,
      render: (_, { id, is_changeable }) =>
        is_changeable && (
          <Button
            size="small"
            onClick={() => {
              remove.mutate(id);
            }}
          >
            {t('answers:phrase.remove')}
          </Button>
        ),
    },
  ];
  return (
    <>
      <NewPhrase card={card} item={item} />
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {remove.error && <ErrorNotice error={remove.error} />}
      {!isPending && phrases.length === 0 ? (
        <EmptyState title={t('answers:phrase.none')} hint={t('answers:phrase.none_hint')} />
      ) : (
        <Table<StockPhrase>
          rowKey="id"
          size="small"
          dataSource={phrases}
          columns={columns}
          {...loadingTable(isPending)}
          pagination={false}
        />
      )}
    </>
  );
}

/** The phrase, and once somebody presses "change" the field for another text. */
function Text({ phrase }: { phrase: StockPhrase }) {
  const { t } = useTranslation();
  const [text, setText] = useState<string | null>(null);
  const save = useSaidChange(changePhrase, phrasesChanged, {
    said: () => t('answers:phrase.changed'),
    onDone: () => {
      setText(null);
    },
  });
  if (text === null) {
    return (
      <>
        {phrase.text}{' '}
        {phrase.is_changeable && (
          <Button
            size="small"
            type="link"
            onClick={() => {
              setText(phrase.text);
            }}
          >
            {t('answers:phrase.change')}
          </Button>
        )}
      </>
    );
  }
  return (
    <div className={styles.bar}>
      <Input
        className={styles.phrase ?? ''}
        aria-label={t('answers:phrase.text')}
        value={text}
        maxLength={PHRASE_MOST}
        onChange={(event) => {
          setText(event.target.value);
        }}
      />
      <Button
        type="primary"
        loading={save.isPending}
        disabled={text.trim() === ''}
        onClick={() => {
          save.mutate({ id: phrase.id, text });
        }}
      >
        {t('action.save')}
      </Button>
      {save.error && <ErrorNotice error={save.error} />}
    </div>
  );
}

function NewPhrase({ card, item }: { card: AnswerCard; item: Item }) {
  const { t } = useTranslation();
  const worded = useWorded();
  const [option, setOption] = useState<string | null>(null);
  const [text, setText] = useState('');
  const add = useSaidChange(writePhrase, phrasesChanged, {
    said: () => t('answers:phrase.added'),
    onDone: () => {
      setText('');
    },
  });
  return (
    <>
      <div className={styles.bar}>
        <Select
          allowClear
          className={styles.option ?? ''}
          aria-label={t('answers:phrase.option')}
          placeholder={t('answers:phrase.any')}
          value={option}
          options={item.options.map(({ key, title }) => ({ value: key, label: worded(title) || key }))}
          onChange={(chosen: string | undefined) => {
            setOption(chosen ?? null);
          }}
        />
        <Input
          className={styles.phrase ?? ''}
          aria-label={t('answers:phrase.text')}
          placeholder={t('answers:phrase.text')}
          value={text}
          maxLength={PHRASE_MOST}
          onChange={(event) => {
            setText(event.target.value);
          }}
        />
        <Button
          type="primary"
          loading={add.isPending}
          disabled={text.trim() === ''}
          onClick={() => {
            add.mutate({ scorecard_id: card.id, question: item.key, option, text, is_shared: true });
          }}
        >
          {t('answers:phrase.add')}
        </Button>
      </div>
      {add.error && <ErrorNotice error={add.error} />}
    </>
  );
}
