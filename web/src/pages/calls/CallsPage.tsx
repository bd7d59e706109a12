// Calls: find any call, hear it in its row, put it into a queue.
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button, type InputRef } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { callsQuery } from '../../api/calls';
import type { CallRow, Page } from '../../api/types';
import { useMay } from '../../app/me';
import { oneOf } from '../../app/search';
import { HoldDialog } from '../../components/keeping/HoldDialog';
import { ErrorNotice } from '../../components/ErrorNotice';
import { PageHeader } from '../../components/PageHeader';
import { Pager } from '../../components/Pager';
import { SavedFilters } from '../../components/SavedFilters';
import { AssignDialog } from './AssignDialog';
import styles from './calls.module.css';
import { CallsEmpty } from './CallsEmpty';
import { CallTable } from './CallTable';
import { ColumnChooser } from './ColumnChooser';
import { rememberColumns, rememberedColumns } from './columns';
import { filterText, requestOf, sortOf, withValues } from './filter';
import { FilterBar } from './FilterBar';
import { FilterChips } from './FilterChips';
import { useCallsSearch } from './useCallsSearch';
import { useFindKey } from './useFindKey';
import { useInlinePlayer } from './useInlinePlayer';
import { useScoring } from './useScoring';

export default function CallsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { search, show } = useCallsSearch();
  const [columns, setColumns] = useState(rememberedColumns);
  const findRef = useRef<InputRef>(null);
  useFindKey(findRef);
  const { data, error, isPending, isPlaceholderData, refetch } = useQuery(callsQuery(requestOf(search)));
  const selection = useSelection(data);
  const player = useInlinePlayer();

  return (
    <>
      <PageHeader title={t('nav.calls')} note={data && <Total page={data} />}>
        <HoldFoundButton query={filterText(search)} page={data} />
        <ImportLink />
        <TakeNextButton query={filterText(search)} />
      </PageHeader>
      <FilterBar search={search} onChange={show} findRef={findRef}>
        <SavedFilters page="calls" query={filterText(search)} onApply={show} />
        <span className={styles.spring} />
        <ColumnChooser
          columns={columns}
          onChange={(chosen) => {
            setColumns(chosen);
            rememberColumns(chosen);
          }}
        />
      </FilterBar>
      <FilterChips search={search} onChange={show} />
      <SelectionBar selection={selection} />
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 ? (
        <CallsEmpty search={search} onChange={show} />
      ) : (
        <CallTable
          calls={data?.items ?? []}
          columns={columns}
          sort={sortOf(search)}
          isLoading={isPending || isPlaceholderData}
          player={player}
          said={oneOf(search.said) ?? ''}
          selected={selection.ids}
          onSelect={selection.select}
          onSort={(sort) => {
            show(withValues(search, 'sort', [sort]));
          }}
          onOpen={(callId) => void navigate({ to: '/calls/$callId', params: { callId } })}
        />
      )}
      {data && <Pager search={search} next={data.next} onShow={show} />}
    </>
  );
}

/** Calls also come as tables, without their audio. */
function ImportLink() {
  const { t } = useTranslation();
  if (!useMay('ingest_calls')) return null;
  return (
    <Link to="/calls/import">
      <Button tabIndex={-1}>{t('cdr:open')}</Button>
    </Link>
  );
}

function Total({ page }: { page: Page<CallRow> }) {
  const { t } = useTranslation();
  return page.total_is_exact
    ? t('calls:total', { count: page.total })
    : t('calls:total_at_least', { count: page.total });
}

type Selection = { ids: string[]; calls: CallRow[]; select: (ids: string[]) => void };

/** Rows that were selected, also on pages that were left. */
function useSelection(page: Page<CallRow> | undefined): Selection {
  const [calls, setCalls] = useState<CallRow[]>([]);
  const select = (ids: string[]) => {
    const known = new Map([...calls, ...(page?.items ?? [])].map((call) => [call.id, call]));
    setCalls(ids.flatMap((id) => known.get(id) ?? []));
  };
  return { ids: calls.map((call) => call.id), calls, select };
}

function SelectionBar({ selection }: { selection: Selection }) {
  const { t } = useTranslation();
  const [isAssigning, setIsAssigning] = useState(false);
  if (selection.ids.length === 0) return null;
  return (
    <div className={styles.selection} role="status">
      <span>{t('calls:selected', { count: selection.ids.length })}</span>
      <Button
        type="primary"
        size="small"
        onClick={() => {
          setIsAssigning(true);
        }}
      >
        {t('calls:assign.open')}
      </Button>
      <Button
        size="small"
        type="text"
        onClick={() => {
          selection.select([]);
        }}
      >
        {t('calls:selection.clear')}
      </Button>
      <AssignDialog
        calls={selection.calls}
        isOpen={isAssigning}
        onClose={(assigned) => {
          setIsAssigning(false);
          selection.select(selection.ids.filter((id) => !assigned.includes(id)));
        }}
      />
    </div>
  );
}

/** Holds everything that the filter finds. */
function HoldFoundButton({ query, page }: { query: string; page: Page<CallRow> | undefined }) {
  const { t } = useTranslation();
  const mayHold = useMay('place_holds');
  const [isHolding, setIsHolding] = useState(false);
  if (!mayHold || !page || page.total === 0) return null;
  return (
    <>
      <Button
        onClick={() => {
          setIsHolding(true);
        }}
      >
        {t('keeping:hold.found')}
      </Button>
      <HoldDialog
        title={t('keeping:hold.place_found', { count: page.total })}
        held={{ query }}
        isOpen={isHolding}
        onClose={() => {
          setIsHolding(false);
        }}
      />
    </>
  );
}

function TakeNextButton({ query }: { query: string }) {
  const { t } = useTranslation();
  const mayScore = useMay('score_calls');
  const scoring = useScoring();
  if (!mayScore) return null;
  return (
    <Button
      type="primary"
      loading={scoring.isPending}
      title={t('calls:score.next_hint')}
      onClick={() => {
        scoring.mutate({ filter: query });
      }}
    >
      {t('calls:score.next')}
    </Button>
  );
}
