// Cases as rows: the teaching line first, then what helps to choose.
import { Button, Table, type TableColumnType } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CaseRow } from '../../api/caseShapes';
import { useMay } from '../../app/me';
import type { Search } from '../../app/search';
import { Duration } from '../../components/Duration';
import { loadingTable } from '../../components/loadingTable';
import { Time } from '../../components/Time';
import { useWorded } from '../../i18n/words';
import styles from './cases.module.css';
import type { Tab } from './filter';
import { causeTone, KIND_TONES, STATE_TONES } from './kinds';
import { useSpoken } from './spoken';

type Props = {
  rows: CaseRow[];
  tab: Tab;
  chosen: string | undefined;
  isPending: boolean;
  onChoose: (id: string) => void;
  /** Narrows the list to an item. */
  onItem: (part: Search) => void;
};

export function CaseTable({ rows, tab, chosen, isPending, onChoose, onItem }: Props) {
  const columns = useColumns(tab, chosen, onChoose, onItem);
  return (
    <Table<CaseRow>
      rowKey="id"
      size="small"
      dataSource={rows}
      columns={columns}
      rowClassName={({ id }) => (id === chosen ? (styles.chosen ?? '') : '')}
      onRow={({ id }) => ({
        onClick: () => {
          onChoose(id);
        },
      })}
      {...loadingTable(isPending)}
      pagination={false}
    />
  );
}

function useColumns(
  tab: Tab,
  chosen: string | undefined,
  onChoose: (id: string) => void,
  onItem: (part: Search) => void,
): TableColumnType<CaseRow>[] {
  const { t } = useTranslation();
  const worded = useWorded();
  const spoken = useSpoken();
  const edits = useMay('edit_libraries');
  const line: TableColumnType<CaseRow> = {
    key: 'line',
    title: t('cases:column.line'),
    render: (_, one) => (
      <>
        <button
          type="button"
          className={styles.line}
          aria-pressed={one.id === chosen}
          onClick={() => {
            onChoose(one.id);
          }}
        >
          {one.teaching_line}
        </button>
        <div className={styles.tags}>
          <span className={KIND_TONES[one.library.kind]}>{worded(one.library.name)}</span>
          {tab === 'mine' && <span className={STATE_TONES[one.state]}>{t(`cases:state.${one.state}`)}</span>}
          {one.learned_at && <span className="tone tone-good">{t('cases:learned_by_me')}</span>}
          {one.state === 'archived' && one.archive_cause && (
            <span className={causeTone(one.archive_cause)}>{t(`cases:cause.${one.archive_cause}`)}</span>
          )}
          {one.library.kind === 'warning' && one.is_consented === false && (
            <span className="tone tone-warning">{t('cases:unconsented')}</span>
          )}
          {one.items.map((item) => (
            <Button
              key={`${item.scorecard_id} ${item.item}`}
              type="link"
              size="small"
              className={styles.item ?? ''}
              title={t('cases:filter.by_item', { item: worded(item.title) || item.item })}
              onClick={(event) => {
                event.stopPropagation();
                onItem({ scorecard_id: item.scorecard_id, item: item.item });
              }}
            >
              {worded(item.title) || item.item}
            </Button>
          ))}
        </div>
      </>
    ),
  };
  const length: TableColumnType<CaseRow> = {
    key: 'length',
    title: t('cases:column.length'),
    width: 70,
    align: 'right',
    render: (_, { duration_ms }) => <Duration ms={duration_ms} />,
  };
  if (tab === 'proposals' || tab === 'mine') {
    return [
      line,
      length,
      {
        key: 'proposed',
        title: t('cases:column.proposed'),
        width: 170,
        render: (_, { proposed_by, proposed_at }) => (
          <>
            {tab === 'proposals' && <div>{proposed_by?.name}</div>}
            <Time at={proposed_at} />
          </>
        ),
      },
    ];
  }
  return [
    line,
    length,
    {
      key: 'level',
      title: t('cases:column.level'),
      width: 120,
      responsive: ['xl'],
      render: (_, { level, language }) => (
        <>
          <div>{t(`cases:level.${level}`)}</div>
          <div className="muted">{spoken(language)}</div>
        </>
      ),
    },
    {
      key: 'learned',
      title: t('cases:column.learned'),
      width: 90,
      align: 'right',
      hidden: !edits,
      render: (_, { learners }) => <span className="number">{learners}</span>,
    },
    {
      key: 'rating',
      title: t('cases:preview.rating'),
      width: 80,
      render: (_, { rating: { mean, count } }) =>
        mean !== null && (
          <span className="number" title={t('guide:talk.mean', { mean, count })}>
            ★ {mean.toFixed(1)}
          </span>
        ),
    },
    {
      key: 'review',
      title: t('cases:column.review_on'),
      width: 110,
      responsive: ['xl'],
      hidden: !edits,
      render: (_, { review_on }) => <span className="number">{review_on ?? '–'}</span>,
    },
  ];
}
