// Every standard answer: which is in force today, who wrote it, and how it is changed.
import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Table, type TableColumnType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answersQuery, type StandardAnswer } from '../../api/desk';
import { oneOf, type Search } from '../../app/search';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { loadingTable } from '../../components/loadingTable';
import { Pager } from '../../components/Pager';
import { Time } from '../../components/Time';
import { useWorded } from '../../i18n/words';
import { AnswerDialog } from './AnswerDialog';
import styles from './answers.module.css';
import { type ChosenItem, ItemChoice, useChosenItem } from './ItemChoice';
import { RetireDialog } from './RetireDialog';
import { VersionsDialog } from './VersionsDialog';

type Props = { search: Search; onShow: (search: Search) => void };
type Doing = { answer: StandardAnswer; what: 'rewrite' | 'versions' | 'retire' };

export function AnswersTab({ search, onShow }: Props) {
  const { t } = useTranslation();
  const chosen = useChosenItem(search);
  const [isNew, setIsNew] = useState(false);
  const [doing, setDoing] = useState<Doing | null>(null);
  const withRetired = oneOf(search.retired) === 'true';
  const query = {
    scorecard: oneOf(search.scorecard),
    question: oneOf(search.question),
    retired: withRetired ? undefined : false,
    cursor: oneOf(search.cursor),
  };
  const { data, error, isPending, refetch } = useQuery(answersQuery(query));
  const columns = useColumns(chosen, setDoing);
  const change = (part: Search) => {
    onShow({ ...search, cursor: undefined, ...part });
  };
  const isFiltered = query.scorecard !== undefined || query.question !== undefined;
  const close = () => {
    setDoing(null);
  };
  return (
    <>
      <div className={styles.bar}>
        <ItemChoice chosen={chosen} onChange={change} />
        <Checkbox
          checked={withRetired}
          onChange={(event) => {
            change({ retired: event.target.checked ? 'true' : undefined });
          }}
        >
          {t('answers:filter.retired')}
        </Checkbox>
        <Button
          type="primary"
          onClick={() => {
            setIsNew(true);
          }}
        >
          {t('answers:list.new')}
        </Button>
      </div>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 ? (
        <EmptyState
          title={t(isFiltered ? 'answers:list.none' : 'answers:list.empty')}
          hint={t(isFiltered ? 'answers:list.none_hint' : 'answers:list.empty_hint')}
        />
      ) : (
        <Table<StandardAnswer>
          rowKey="id"
          size="small"
          dataSource={data?.items ?? []}
          columns={columns}
          {...loadingTable(isPending)}
          pagination={false}
          rowClassName={({ retired_from }) => (retired_from ? (styles.retired ?? '') : '')}
        />
      )}
      {data && <Pager search={search} next={data.next} onShow={onShow} />}
      {isNew && (
        <AnswerDialog
          chosen={chosen}
          known={null}
          onClose={() => {
            setIsNew(false);
          }}
        />
      )}
      {doing?.what === 'rewrite' && <AnswerDialog chosen={chosen} known={doing.answer} onClose={close} />}
      {doing?.what === 'versions' && <VersionsDialog answer={doing.answer} onClose={close} />}
      {doing?.what === 'retire' && <RetireDialog answer={doing.answer} onClose={close} />}
    </>
  );
}

function useColumns({ cards }: ChosenItem, onDo: (doing: Doing) => void): TableColumnType<StandardAnswer>[] {
  const { t } = useTranslation();
  const worded = useWorded();
  return [
    {
      key: 'item',
      title: t('answers:list.item'),
      width: 180,
      render: (_, { scorecard_id, question }) => {
        const card = cards.find((one) => one.id === scorecard_id);
        const item = card?.questions.find((one) => one.key === question);
        return (
          <>
            {worded(item?.title) || question}
            <div className="muted">{worded(card?.title)}</div>
          </>
        );
      },
    },
    {
      key: 'answer',
      title: t('answers:list.answer'),
      render: (_, { shown }) => (
        <>
          <strong>{worded(shown.title)}</strong>
          <div className={styles.text}>{worded(shown.text)}</div>
        </>
      ),
    },
    { key: 'from', title: t('answers:list.from'), width: 120, render: (_, one) => <From answer={one} /> },
    {
      key: 'by',
      title: t('answers:list.by'),
      width: 110,
      render: (_, { shown }) => (
        <>
          {shown.written_by.name}
          <div className="muted">
            <Time at={shown.written_at} form="day" />
          </div>
        </>
      ),
    },
    {
      key: 'actions',
      title: <span className="visually-hidden">{t('answers:list.actions')}</span>,
      width: 150,
      render: (_, answer) => (
        <div className={styles.actions}>
          {(['rewrite', 'versions', 'retire'] as const).map((what) => (
            <Button
              key={what}
              size="small"
              onClick={() => {
                onDo({ answer, what });
              }}
            >
              {t(what === 'retire' && answer.retired_from ? 'answers:list.restore' : `answers:list.${what}`)}
            </Button>
          ))}
        </div>
      ),
    },
  ];
}

function From({ answer: { shown, is_in_force, retired_from } }: { answer: StandardAnswer }) {
  const { t } = useTranslation();
  return (
    <>
      <span className="number">{shown.valid_from}</span>{' '}
      <span className="muted">{t('answers:list.version', { number: shown.number })}</span>
      {retired_from ? (
        <div>
          <span className="tone">{t('answers:list.retired', { day: retired_from })}</span>
        </div>
      ) : (
        !is_in_force && (
          <div>
            <span className="tone">{t('answers:list.not_yet')}</span>
          </div>
        )
      )}
    </>
  );
}
