// The case library: shelves at the left, cases in the middle, the chosen one at the right.
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Tabs } from 'antd';
import { useState } from 'react';
import { useWindowKey } from '../../components/useWindowKey';
import { useTranslation } from 'react-i18next';
import { casesQuery } from '../../api/cases';
import type { CaseRow } from '../../api/caseShapes';
import { useMay } from '../../app/me';
import { oneOf, type Search } from '../../app/search';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { OwnTasks } from '../../components/learning/OwnTasks';
import { PageHeader } from '../../components/PageHeader';
import { Pager } from '../../components/Pager';
import { CaseFilters } from './CaseFilters';
import { CaseTable } from './CaseTable';
import styles from './cases.module.css';
import {
  isNarrowed,
  narrowed,
  neighbourOf,
  queryOf,
  stateOf,
  type Tab,
  tabOf,
  tabsOf,
  widened,
} from './filter';
import { ImportDialog } from './ImportDialog';
import { Preview } from './Preview';
import { ProposeDialog } from './ProposeDialog';
import { Shelves } from './Shelves';

const CONTROLS =
  'input, textarea, select, button, a, [contenteditable], [role=slider], [role=combobox], [role=dialog]';

export default function CasesPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ from: '/shell/cases' });
  const edits = useMay('edit_libraries');
  const manages = useMay('manage_libraries');
  const proposes = useMay('propose_cases');
  const makesClips = useMay('make_clips');
  const shown = tabsOf({ edits, proposes });
  const tab = tabOf(search, shown);
  const show = (next: Search) => void navigate({ to: '/cases', search: next });
  const [open, setOpen] = useState<'propose' | 'import' | null>(null);
  const close = () => {
    setOpen(null);
  };
  return (
    <>
      <PageHeader title={t('nav.cases')} note={t('cases:page.note')}>
        {makesClips && (
          <Link to="/clips" search={{}}>
            {t('clips:page.title')}
          </Link>
        )}
        {proposes && !makesClips && <Link to="/my-calls">{t('cases:propose.from_calls')}</Link>}
        {edits && (
          <Button
            onClick={() => {
              setOpen('import');
            }}
          >
            {t('cases:import.open')}
          </Button>
        )}
        {proposes && makesClips && (
          <Button
            onClick={() => {
              setOpen('propose');
            }}
          >
            {t('cases:propose.open')}
          </Button>
        )}
      </PageHeader>
      {shown.length > 1 && (
        <Tabs
          activeKey={tab}
          items={shown.map((key) => ({ key, label: t(`cases:tab.${key}`) }))}
          onChange={(key) => {
            show({ tab: key });
          }}
        />
      )}
      <div className={styles.library}>
        <Shelves search={search} state={stateOf(tab)} onShow={show} edits={manages} />
        <Listed search={search} tab={tab} onShow={show} />
      </div>
      {open === 'propose' && <ProposeDialog onClose={close} />}
      {open === 'import' && <ImportDialog onClose={close} />}
    </>
  );
}

type Props = { search: Search; tab: Tab; onShow: (search: Search) => void };

function Listed({ search, tab, onShow }: Props) {
  const { data, error, isPending, refetch } = useQuery(casesQuery(queryOf(search, tab)));
  const rows = data?.items ?? [];
  const chosen = rows.find(({ id }) => id === oneOf(search.case)) ?? rows[0];
  const choose = (id: string) => {
    onShow({ ...search, case: id });
  };
  useRowKeys(rows, chosen, choose);
  return (
    <>
      <section className={styles.middle}>
        {tab === 'shelves' && <OwnTasks />}
        <CaseFilters search={search} state={stateOf(tab)} onShow={onShow} />
        {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
        {data && rows.length === 0 ? (
          <Nothing search={search} tab={tab} onShow={onShow} />
        ) : (
          <CaseTable
            rows={rows}
            tab={tab}
            chosen={chosen?.id}
            isPending={isPending}
            onChoose={choose}
            onItem={(item) => {
              onShow(narrowed(search, item));
            }}
          />
        )}
        {data && <Pager search={search} next={data.next} onShow={onShow} />}
      </section>
      <aside className={styles.preview}>{chosen && <Preview key={chosen.id} row={chosen} />}</aside>
    </>
  );
}

function Nothing({ search, tab, onShow }: Props) {
  const { t } = useTranslation();
  if (isNarrowed(search)) {
    return (
      <EmptyState title={t('cases:empty.narrowed')}>
        <Button
          onClick={() => {
            onShow(widened(search));
          }}
        >
          {t('cases:empty.widen')}
        </Button>
      </EmptyState>
    );
  }
  return <EmptyState title={t(`cases:empty.${tab}`)} hint={t(`cases:empty.${tab}_hint`)} />;
}

/** ↑ and ↓ choose a row, Enter plays it guided. */
function useRowKeys(rows: readonly CaseRow[], chosen: CaseRow | undefined, onChoose: (id: string) => void) {
  const navigate = useNavigate();
  useWindowKey((event) => {
    if (event.target instanceof HTMLElement && event.target.closest(CONTROLS)) return;
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const by = event.code === 'ArrowDown' ? 1 : event.code === 'ArrowUp' ? -1 : null;
    if (by !== null) {
      const ids = rows.map(({ id }) => id);
      const next = neighbourOf(ids, chosen?.id, by);
      if (next !== undefined) onChoose(next);
      event.preventDefault();
    } else if (event.code === 'Enter' && chosen !== undefined) {
      void navigate({ to: '/cases/$caseId', params: { caseId: chosen.id } });
    }
  });
}
