// Who learned what, by person and by team; a row opens to the cases that somebody learned from.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Table, type TableColumnType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { casesQuery, librariesQuery } from '../../api/cases';
import type { Learner, LearningTask } from '../../api/caseShapes';
import type { Query } from '../../api/client';
import { learnedQuery, learnersListQuery } from '../../api/learning';
import { oneOf, type Search } from '../../app/search';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { FilterSelect } from '../../components/FilterSelect';
import { LearnedTable } from '../../components/learning/LearnedTable';
import { loadingTable } from '../../components/loadingTable';
import { Pager } from '../../components/Pager';
import { Period } from '../../components/Period';
import { Time } from '../../components/Time';
import { useWorded } from '../../i18n/words';
import styles from './desk.module.css';
import { WhoseFilters } from './WhoseFilters';

const STATES = ['learned', 'not_learned', 'overdue', 'open', 'done'] as const;
const FILTERS = ['team_id', 'person_id', 'library_id', 'case_id', 'state', 'from', 'to'] as const;
const CASES_MOST = 200;

type Props = { search: Search; onShow: (search: Search) => void };

export function LearnersTab({ search, onShow }: Props) {
  const { t } = useTranslation();
  const query = Object.fromEntries([...FILTERS, 'cursor'].map((name) => [name, oneOf(search[name])]));
  const { data, error, isPending, refetch } = useQuery(learnersListQuery(query));
  const columns = useColumns();
  return (
    <>
      <LearnerFilters search={search} onShow={onShow} />
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 ? (
        <EmptyState title={t('learning:who.none')} hint={t('learning:who.none_hint')} />
      ) : (
        <Table<Learner>
          rowKey={({ person }) => person.id}
          size="small"
          dataSource={data?.items ?? []}
          columns={columns}
          expandable={{
            expandedRowRender: ({ person }) => <LearnedPart personId={person.id} query={query} />,
            rowExpandable: ({ cases }) => cases > 0,
          }}
          {...loadingTable(isPending)}
          pagination={false}
        />
      )}
      {data && <Pager search={search} next={data.next} onShow={onShow} />}
    </>
  );
}

function LearnerFilters({ search, onShow }: Props) {
  const { t } = useTranslation();
  const worded = useWorded();
  const libraries = useQuery(librariesQuery).data?.items ?? [];
  const cases = useQuery(casesQuery({ state: 'shelved', limit: CASES_MOST })).data?.items ?? [];
  const set = (part: Search) => {
    onShow({ ...search, ...part, cursor: undefined });
  };
  return (
    <div className={`filters ${styles.bar}`} role="group" aria-label={t('results:filter.word')}>
      <WhoseFilters search={search} onChange={set} />
      <FilterSelect
        label={t('learning:who.library')}
        value={oneOf(search.library_id)}
        options={libraries.map(({ id, name }) => ({ value: id, label: worded(name) }))}
        onChange={(library_id) => {
          set({ library_id });
        }}
      />
      <FilterSelect
        label={t('learning:who.case')}
        value={oneOf(search.case_id)}
        options={cases.map(({ id, teaching_line }) => ({ value: id, label: teaching_line }))}
        onChange={(case_id) => {
          set({ case_id });
        }}
      />
      <FilterSelect
        label={t('learning:who.state')}
        value={STATES.find((known) => known === oneOf(search.state))}
        options={STATES.map((value) => ({ value, label: t(`learning:who.is.${value}`) }))}
        onChange={(state) => {
          set({ state });
        }}
      />
      <Period search={search} onChange={set} />
      {FILTERS.some((name) => search[name] !== undefined) && (
        <Button
          type="link"
          onClick={() => {
            onShow({ tab: 'learners' });
          }}
        >
          {t('results:filter.clear')}
        </Button>
      )}
    </div>
  );
}

/** What one of them learned, with the same filters; from page to page by itself. */
function LearnedPart({ personId, query }: { personId: string; query: Query }) {
  const { library_id, case_id, from, to } = query;
  const [place, setPlace] = useState<Search>({});
  const asked = { library_id, case_id, from, to, cursor: oneOf(place.cursor) };
  const { data, error, isPending } = useQuery(learnedQuery(personId, asked));
  if (error) return <ErrorNotice error={error} />;
  return (
    <>
      <LearnedTable rows={data?.items ?? []} isPending={isPending} />
      {data && <Pager search={place} next={data.next} onShow={setPlace} />}
    </>
  );
}

function useColumns(): TableColumnType<Learner>[] {
  const { t } = useTranslation();
  return [
    {
      key: 'who',
      title: t('learning:chase.who'),
      render: (_, { person, teams }) => (
        <>
          {person.name} <span className="muted">{teams.map(({ name }) => name).join(' · ')}</span>
        </>
      ),
    },
    {
      key: 'cases',
      title: t('learning:who.learned'),
      width: 130,
      render: (_, { cases }) => <span className={cases === 0 ? 'muted number' : 'number'}>{cases}</span>,
    },
    {
      key: 'answers',
      title: t('learning:who.answers'),
      width: 150,
      render: (_, { right_answers: right, questions }) =>
        questions > 0 && <span className="number">{t('learning:who.right', { right, questions })}</span>,
    },
    {
      key: 'last',
      title: t('learning:who.last'),
      width: 150,
      render: (_, { last_learned_at: at }) => <Time at={at} />,
    },
    ...(['overdue', 'open', 'done'] as const).map((state): TableColumnType<Learner> => ({
      key: state,
      title: t(`learning:who.tasks.${state}`),
      width: 130,
      render: (_, learner) => <Tasks learner={learner} state={state} />,
    })),
  ];
}

/** How many tasks of a state somebody has; the list of them is one press away. */
function Tasks({ learner, state }: { learner: Learner; state: LearningTask['state'] }) {
  const count = learner[state];
  if (count === 0) return <span className="muted number">0</span>;
  return (
    <Link
      to="/desk"
      search={{ state, person_id: learner.person.id }}
      className={state === 'overdue' ? 'tone tone-warning number' : 'number'}
    >
      {count}
    </Link>
  );
}
