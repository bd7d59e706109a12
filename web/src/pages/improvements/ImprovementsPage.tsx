// Process faults found while scoring: who puts them right, until when, and what came of it.
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Checkbox, Segmented, Table, type TableColumnType } from 'antd';
import { useTranslation } from 'react-i18next';
import { type Improvement, improvementsQuery } from '../../api/improvements';
import { useMay, useMe } from '../../app/me';
import { oneOf, type Search } from '../../app/search';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { loadingTable } from '../../components/loadingTable';
import { PageHeader } from '../../components/PageHeader';
import { Pager } from '../../components/Pager';
import { Time } from '../../components/Time';
import { useWorded } from '../../i18n/words';
import answers from '../answers/answers.module.css';
import { ImprovementDrawer } from './ImprovementDrawer';
import styles from './improvements.module.css';
import { isPast } from './overdue';

/** The first of them that somebody may see is shown. */
const VIEWS = ['all', 'found', 'owned'] as const;

export default function ImprovementsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ from: '/shell/improvements' });
  const manages = useMay('manage_improvements');
  const scores = useMay('score_calls');
  const views = VIEWS.filter((view) => (view === 'all' ? manages : view === 'found' ? scores : true));
  const view = views.find((one) => one === oneOf(search.view)) ?? views[0] ?? 'owned';
  const closed = oneOf(search.closed) === 'true';
  const query = { view, closed, cursor: oneOf(search.cursor) };
  const { data, error, isPending, refetch } = useQuery(improvementsQuery(query));
  const show = (next: Search) => void navigate({ to: '/improvements', search: next });
  const columns = useColumns((id) => {
    show({ ...search, ticket: id });
  });
  return (
    <>
      <PageHeader title={t('nav.improvements')} note={t('improvements:page.note')} />
      <div className={answers.bar}>
        <Segmented
          aria-label={t('improvements:page.view')}
          value={view}
          options={views.map((value) => ({ value, label: t(`improvements:view.${value}`) }))}
          onChange={(next) => {
            show({ view: next });
          }}
        />
        <Checkbox
          checked={closed}
          onChange={(event) => {
            show({ ...search, cursor: undefined, closed: event.target.checked ? 'true' : undefined });
          }}
        >
          {t('improvements:page.closed')}
        </Checkbox>
      </div>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 ? (
        <EmptyState
          title={t(closed ? 'improvements:page.none_closed' : 'improvements:page.none')}
          hint={t('improvements:page.none_hint')}
        />
      ) : (
        <Table<Improvement>
          rowKey="id"
          size="small"
          dataSource={data?.items ?? []}
          columns={columns}
          {...loadingTable(isPending)}
          pagination={false}
        />
      )}
      {data && <Pager search={search} next={data.next} onShow={show} />}
      <ImprovementDrawer
        id={oneOf(search.ticket) ?? null}
        manages={manages}
        onClose={() => {
          show({ ...search, ticket: undefined });
        }}
      />
    </>
  );
}

function useColumns(onOpen: (id: string) => void): TableColumnType<Improvement>[] {
  const { t } = useTranslation();
  const worded = useWorded();
  return [
    {
      key: 'item',
      title: t('improvements:column.item'),
      render: (_, one) => (
        <>
          <Button
            type="link"
            size="small"
            onClick={() => {
              onOpen(one.id);
            }}
          >
            {worded(one.title) || one.question}
          </Button>
          <div className="muted">
            {[worded(one.scorecard_title), one.project?.name].filter(Boolean).join(' · ')}
          </div>
        </>
      ),
    },
    {
      key: 'fault',
      title: t('improvements:column.fault'),
      width: 110,
      render: (_, { fault }) => t(`scorecard:attribution.${fault}`),
    },
    {
      key: 'findings',
      title: t('improvements:column.findings'),
      width: 90,
      align: 'right',
      render: (_, { findings }) => <span className="number">{findings}</span>,
    },
    {
      key: 'state',
      title: t('improvements:column.state'),
      width: 110,
      render: (_, { state }) => (
        <span className={state === 'done' ? 'tone tone-good' : 'tone'}>
          {t(`improvements:state.${state}`)}
        </span>
      ),
    },
    {
      key: 'owner',
      title: t('improvements:column.owner'),
      width: 140,
      render: (_, { owner }) => owner?.name ?? <span className="muted">{t('improvements:owner.none')}</span>,
    },
    {
      key: 'due',
      title: t('improvements:column.due'),
      width: 120,
      render: (_, one) => <Due improvement={one} />,
    },
    {
      key: 'reply',
      title: t('improvements:column.reply'),
      render: (_, { reply }) => <div className={styles.reply}>{reply}</div>,
    },
    {
      key: 'changed',
      title: t('improvements:column.changed'),
      width: 150,
      render: (_, { changed_at }) => <Time at={changed_at} />,
    },
  ];
}

function Due({ improvement: { due_date, closed_at } }: { improvement: Improvement }) {
  const { t } = useTranslation();
  const { time_zone: zone } = useMe();
  if (typeof due_date !== 'string') return null;
  const isOverdue = !closed_at && isPast(due_date, new Date(), zone);
  return (
    <span className={isOverdue ? `number ${styles.overdue ?? ''}` : 'number'}>
      {isOverdue ? t('improvements:overdue', { day: due_date }) : due_date}
    </span>
  );
}
