// Agents of the recording system, and who they are: those that are nobody yet come first.
import { useQuery } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { agentsQuery } from '../../api/people';
import { oneOf, type Search } from '../../app/search';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Pager } from '../../components/Pager';
import { AgentsTable } from './AgentsTable';
import { FindField } from './FindField';
import { agentsRequest, type AgentShown, agentsShown, withValue } from './filter';
import styles from './people.module.css';
import { usePeopleSearch } from './usePeopleSearch';

const SHOWN: readonly AgentShown[] = ['unmatched', 'matched', 'all'];

export function AgentsView() {
  const { t } = useTranslation();
  const { search, show } = usePeopleSearch();
  const { data, error, isPending, refetch } = useQuery(agentsQuery(agentsRequest(search)));
  return (
    <>
      <div className={styles.bar} role="search">
        <FindField
          key={oneOf(search.q) ?? ''}
          label={t('people:filter.find_agent')}
          text={oneOf(search.q) ?? ''}
          onFind={(text) => {
            show(withValue(search, 'q', text));
          }}
        />
        <Segmented
          aria-label={t('people:agents.which')}
          value={agentsShown(search)}
          options={SHOWN.map((value) => ({ value, label: t(`people:agents.${value}`) }))}
          onChange={(shown) => {
            show(withValue(search, 'agents', shown === 'unmatched' ? undefined : shown));
          }}
        />
      </div>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 ? (
        <NoAgents search={search} onShow={show} />
      ) : (
        <AgentsTable agents={data?.items ?? []} isLoading={isPending} />
      )}
      {data && <Pager search={search} next={data.next} onShow={show} />}
    </>
  );
}

function NoAgents({ search, onShow }: { search: Search; onShow: (search: Search) => void }) {
  const { t } = useTranslation();
  // Whether there is any agent at all decides what to say.
  const all = useQuery(agentsQuery({ limit: 1 })).data;
  if (all === undefined) return null;
  if (all.total === 0) {
    return <EmptyState title={t('people:empty.no_agents')} hint={t('people:empty.no_agents_hint')} />;
  }
  if (agentsShown(search) === 'unmatched' && oneOf(search.q) === undefined) {
    return <EmptyState title={t('people:empty.all_matched')} hint={t('people:empty.all_matched_hint')} />;
  }
  return (
    <EmptyState title={t('people:empty.no_agent_match')}>
      <Button
        onClick={() => {
          onShow({ view: 'agents', agents: 'all' });
        }}
      >
        {t('people:agents.all')}
      </Button>
    </EmptyState>
  );
}
