// The list of calls: sorted by its heads, selected and played by mouse or keys.
import { CaretRightOutlined, PauseOutlined } from '@ant-design/icons';
import { Button, Table, type TableColumnType } from 'antd';
import type { SorterResult } from 'antd/es/table/interface';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallRow } from '../../api/types';
import { useMay } from '../../app/me';
import { loadingTable } from '../../components/loadingTable';
import styles from './calls.module.css';
import { CallHitsList } from './CallHitsList';
import { CELLS } from './cells';
import type { Column } from './columns';
import type { Sort } from './filter';
import { InlinePlayerStrip } from './InlinePlayerStrip';
import { rowKey } from './rowKeys';
import { ScoreCallButton } from './ScoreCallButton';
import { type InlinePlayer, soundOf } from './useInlinePlayer';

type Props = {
  calls: CallRow[];
  columns: Column[];
  sort: Sort;
  isLoading: boolean;
  player: InlinePlayer;
  /** The words that the calls were found by. */
  said: string;
  selected: string[];
  onSelect: (ids: string[]) => void;
  onSort: (sort: Sort) => void;
  onOpen: (callId: string) => void;
};

const SORTED: Partial<Record<Column, string>> = { started_at: 'started_at', duration: 'duration' };

const WIDTHS: Partial<Record<Column, number>> = {
  started_at: 140,
  direction: 84,
  duration: 82,
  transcript: 96,
  evaluations: 84,
  customer_number: 124,
};

export function CallTable(props: Props) {
  const { calls, player, selected, onSelect } = props;
  const mayHear = useMay('hear_calls');
  const mayScore = useMay('score_calls');
  const mayAssign = useMay('assign_calls');
  const columns = useColumns(props, mayHear, mayScore);

  function onKeyDown(event: KeyboardEvent<HTMLElement>, call: CallRow) {
    // Keys typed into a control inside the row are the control's.
    if (event.target !== event.currentTarget) return;
    const isHandled = rowKey(event, {
      open: () => {
        props.onOpen(call.id);
      },
      select: () => {
        if (mayAssign) onSelect(toggled(selected, call.id));
      },
      play: () => {
        if (mayHear) player.toggle(call);
      },
      seek: player.seek,
      speed: player.changeSpeed,
      move: (direction) => {
        focusRow(event.currentTarget, direction);
      },
    });
    if (isHandled) event.preventDefault();
  }

  return (
    <div className={styles.table}>
      <Table<CallRow>
        rowKey="id"
        size="small"
        dataSource={calls}
        columns={columns}
        {...loadingTable(props.isLoading)}
        pagination={false}
        onRow={(call) => ({
          tabIndex: 0,
          onKeyDown: (event) => {
            onKeyDown(event, call);
          },
          onDoubleClick: () => {
            props.onOpen(call.id);
          },
        })}
        {...(mayAssign && {
          rowSelection: {
            selectedRowKeys: selected,
            onChange: (keys) => {
              onSelect(keys.map(String));
            },
          },
        })}
        expandable={{
          expandedRowKeys: calls.filter((call) => isOpen(call, player)).map((call) => call.id),
          expandedRowRender: (call) => <BelowRow call={call} said={props.said} player={player} />,
          showExpandColumn: false,
        }}
        onChange={(_page, _filters, sorter, { action }) => {
          const next = action === 'sort' && sortFrom(sorter);
          if (next) props.onSort(next);
        }}
      />
    </div>
  );
}

/** Whether something stands below the row of a call. */
function isOpen({ id, hits }: CallRow, player: InlinePlayer): boolean {
  return id === player.callId || (hits?.items.length ?? 0) > 0;
}

type BelowProps = { call: CallRow; said: string; player: InlinePlayer };

function BelowRow({ call, said, player }: BelowProps) {
  const hits = call.hits?.items.length ? call.hits : null;
  return (
    <>
      {hits && <CallHitsList call={call} hits={hits} said={said} player={player} />}
      {call.id === player.callId && <InlinePlayerStrip call={call} player={player} />}
    </>
  );
}

function toggled(ids: string[], id: string): string[] {
  return ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id];
}

function focusRow(row: HTMLElement, direction: 1 | -1) {
  const rows = [...(row.parentElement?.querySelectorAll<HTMLElement>('tr[tabindex]') ?? [])];
  rows[rows.indexOf(row) + direction]?.focus();
}

function sortFrom(sorter: SorterResult<CallRow> | SorterResult<CallRow>[]): Sort {
  const { columnKey, order } = Array.isArray(sorter) ? (sorter[0] ?? {}) : sorter;
  if (columnKey === 'duration' && order) return order === 'descend' ? '-duration' : 'duration';
  return order === 'ascend' ? 'started_at' : '-started_at';
}

function useColumns(props: Props, mayHear: boolean, mayScore: boolean): TableColumnType<CallRow>[] {
  const { t } = useTranslation();
  const data = props.columns.map((column): TableColumnType<CallRow> => {
    const key = SORTED[column];
    return {
      key: column,
      title: t(`calls:column.${column}`),
      ...(WIDTHS[column] && { width: WIDTHS[column] }),
      ...(['duration', 'evaluations'].includes(column) && { align: 'right' as const }),
      ...(key && { sorter: true, sortOrder: orderOf(props.sort, key) }),
      render: (_, call) => CELLS[column](call),
    };
  });
  const play: TableColumnType<CallRow> = {
    key: 'play',
    title: <span className="visually-hidden">{t('calls:player.play')}</span>,
    width: 40,
    render: (_, call) => <PlayButton call={call} player={props.player} />,
  };
  const score: TableColumnType<CallRow> = {
    key: 'score',
    title: <span className="visually-hidden">{t('calls:score.this')}</span>,
    width: 70,
    render: (_, call) => <ScoreCallButton call={call} />,
  };
  return [...(mayHear ? [play] : []), ...(mayScore ? [score] : []), ...data];
}

function orderOf(sort: Sort, key: string) {
  if (sort === key) return 'ascend';
  return sort === `-${key}` ? 'descend' : null;
}

function PlayButton({ call, player }: { call: CallRow; player: InlinePlayer }) {
  const { t } = useTranslation();
  const isThis = player.callId === call.id && player.isRunning;
  const word = isThis ? t('calls:player.pause') : t('calls:player.play');
  return (
    <Button
      size="small"
      type="text"
      disabled={soundOf(call).length === 0}
      icon={isThis ? <PauseOutlined /> : <CaretRightOutlined />}
      title={word}
      aria-label={word}
      onClick={() => {
        player.toggle(call);
      }}
    />
  );
}
